package io.preflightguard.hudi.table;

import static io.preflightguard.hudi.table.Tables.hadoop;
import static io.preflightguard.hudi.table.Tables.look;
import static io.preflightguard.hudi.table.Tables.mergeOnRead;
import static io.preflightguard.hudi.table.Tables.open;
import static io.preflightguard.hudi.table.Tables.options;
import static io.preflightguard.hudi.table.Tables.timelineFiles;
import static io.preflightguard.hudi.table.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table whose books or files are not whole is told so, in one line that names the file. */
class DamagedTableTest {

    private static final String PROPERTIES = ".hoodie/hoodie.properties";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void createTheTable() {
        table = folder.resolve("orders");
    }

    /** The rest of what may be broken is in {@link TablePropertiesTest}. */
    @ParameterizedTest
    @Tag("main-line")
    @CsvSource(
            delimiter = '|',
            value = {
                "half | lacks hoodie.table.name, so it is not whole",
                "noversion | lacks hoodie.table.version but has settings that came later, so it is not whole"
            })
    void brokenSettingsAreNamed(String damage, String problem) throws IOException {
        TestHudi.create(table);
        Path file = table.resolve(PROPERTIES);
        String text = Files.readString(file);
        Tables.overwrite(file, broken(damage, text).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(look(table)).isEqualTo(new TableState.Damaged(PROPERTIES, problem));
    }

    private static String broken(String damage, String text) {
        return switch (damage) {
            case "empty" -> "";
            case "half" -> "#Updated at some time\nhoodie.table.ty";
            case "escape" -> text + "\nhoodie.note=\\u12";
            default -> text.replaceFirst("hoodie\\.table\\.version=\\d+\n", "");
        };
    }

    @ParameterizedTest
    @CsvSource({"empty, true", "half, true", "escape, true", "noversion, false"})
    @Tag("long")
    void brokenSettingsStopHudiTooUnlessItTakesThemForThoseOfAnOldTable(String damage, boolean fails)
            throws IOException {
        TestHudi.create(table);
        Path file = table.resolve(PROPERTIES);
        Tables.overwrite(file, broken(damage, Files.readString(file)).getBytes(StandardCharsets.ISO_8859_1));

        ThrowingCallable write = () -> write(TestHudi.orders(), options("upsert", Map.of()), table);

        if (fails) {
            assertThatThrownBy(write).isInstanceOf(Exception.class);
        } else {
            assertThatCode(write).doesNotThrowAnyException();
        }
    }

    @Test
    @Tag("main-line")
    void settingsAreTakenFromTheBackupAsHudiDoes() throws IOException {
        TestHudi.create(table);
        TableState whole = look(table);
        Files.move(table.resolve(PROPERTIES), table.resolve(PROPERTIES + ".backup"));
        Files.deleteIfExists(table.resolve(".hoodie/.hoodie.properties.crc"));

        assertThat(look(table)).isInstanceOf(TableState.Present.class);
        assertThat(((TableState.Present) look(table)).properties())
                .isEqualTo(((TableState.Present) whole).properties());

        Files.delete(table.resolve(PROPERTIES + ".backup"));
        assertThat(look(table)).isEqualTo(new TableState.Damaged(PROPERTIES, "is missing, and so is its backup"));
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"empty", "half"})
    void aWriterThatIsChangingTheSettingsLeavesTheBackupToReadersMeanwhile(String seen) throws IOException {
        TestHudi.create(table);
        TableState.Present whole = open(table);
        Files.copy(table.resolve(PROPERTIES), table.resolve(PROPERTIES + ".backup"));
        Tables.overwrite(
                table.resolve(PROPERTIES),
                seen.equals("empty") ? new byte[0] : "hoodie.table.ty".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(TableProperties.read(table.toString(), Tables.fileSystem())).contains(whole.properties());
        assertThat(look(table))
                .as("for as long as it lies there so, Hudi does not open the table")
                .isEqualTo(new TableState.Damaged(PROPERTIES, "lacks hoodie.table.name, so it is not whole"));
    }

    /** Hudi takes what is left for a table of version 0, and does not ask the backup. */
    @Test
    @Tag("main-line")
    void settingsThatLostTheirVersionAreDamagedThoughTheBackupIsWhole() throws IOException {
        TestHudi.create(table);
        Files.copy(table.resolve(PROPERTIES), table.resolve(PROPERTIES + ".backup"));
        String cut = Files.readString(table.resolve(PROPERTIES))
                .replaceAll("(?m)^hoodie\\.table\\.(version|checksum)=.*\\R?", "");
        Tables.overwrite(table.resolve(PROPERTIES), cut.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(look(table))
                .isInstanceOfSatisfying(TableState.Damaged.class, damaged -> assertThat(damaged.problem())
                        .startsWith("lacks hoodie.table.version"));
    }

    @ParameterizedTest
    @CsvSource({"half", "empty"})
    void aHalfWrittenNewestCommitIsNamed(String damage) throws IOException {
        TestHudi.create(table);
        Path commit = timelineFiles(table, ".commit").get(0);
        byte[] bytes = Files.readAllBytes(commit);
        Tables.overwrite(commit, damage.equals("half") ? Arrays.copyOf(bytes, bytes.length / 2) : new byte[0]);

        assertThat(look(table)).isInstanceOfSatisfying(TableState.Damaged.class, damaged -> {
            assertThat(table.resolve(damaged.file())).isEqualTo(commit);
            assertThat(damaged.problem()).startsWith(damage.equals("half") ? "is not whole: " : "is empty");
        });
    }

    @Test
    void aHalfWrittenOlderCommitIsNamedOnceTheFilesAreRead() throws IOException {
        Tables.createUpserted(table);
        Path older = timelineFiles(table, ".commit").get(0);
        Tables.overwrite(older, Arrays.copyOf(Files.readAllBytes(older), 100));

        TableState.Present present = open(table);

        assertThat(present.commits(1)).hasSize(1);
        assertThatThrownBy(present::fileSlices)
                .isInstanceOf(DamagedTableException.class)
                .hasMessageStartingWith("the table at " + table + " is damaged: " + table.relativize(older))
                .hasMessageContaining(" is not whole: ");
    }

    @Test
    void aHalfWrittenPlanIsNamed() throws IOException {
        Tables.createWithPlannedCompaction(table);
        Path plan = timelineFiles(table, ".compaction.requested").get(0);
        Tables.overwrite(plan, Arrays.copyOf(Files.readAllBytes(plan), (int) Files.size(plan) - 20));

        TableState.Present present = open(table);

        assertThatThrownBy(present::pendingServices)
                .isInstanceOf(DamagedTableException.class)
                .hasMessageContaining(table.relativize(plan).toString());
    }

    @Test
    void aMissingBaseFileIsNamedAndItsRowsAreGoneWithoutAWord() throws IOException {
        TestHudi.create(table);
        FileSliceState lost = open(table).fileSlices().get(0);
        Path base = Tables.dataFiles(table.resolve(lost.partitionPath())).stream()
                .filter(file -> file.getFileName().toString().startsWith(lost.fileId()))
                .findFirst()
                .orElseThrow();
        Tables.delete(base);

        TableFiles files = open(table).contents().files();

        assertThat(files.missing())
                .containsExactly(new MissingFile(table.relativize(base).toString(), lost.baseInstant()));
        assertThat(files.slices()).doesNotContain(lost);
        assertThat(TestHudi.count(table)).as("what a reader notices").isEqualTo(1000 - lost.baseRows());
    }

    @Test
    void aMissingBaseFileIsSeenWhereAnOlderVersionWouldTakeItsPlace() throws IOException {
        Tables.createUpserted(table);
        FileWrite newest = open(table).commits(1).get(0).files().get(0);
        Tables.delete(table.resolve(newest.path()));

        TableState.Present present = open(table);

        assertThat(present.contents().files().missing())
                .containsExactly(
                        new MissingFile(newest.path(), present.timeline().get(1).time()));
        assertThat(TestHudi.count(table))
                .as("what a reader notices: nothing, it reads older values")
                .isEqualTo(1000);
    }

    @Test
    void aMissingLogFileIsNamedAndItsChangesAreGoneWithoutAWord() throws IOException {
        Tables.createMergeOnRead(table);
        write(
                TestHudi.orders().where("p = 'p1'").selectExpr("id", "p", "ts + 5000 as ts", "amount", "item"),
                mergeOnRead("upsert"),
                table);
        assertThat(Tables.newest(table)).as("rows with their new values").isEqualTo(5997);
        for (FileWrite log : open(table).commits(1).get(0).files()) {
            Tables.delete(table.resolve(log.path()));
        }
        FileWrite log = open(table).commits(1).get(0).files().get(0);

        List<MissingFile> missing = open(table).contents().files().missing();

        assertThat(Tables.newest(table))
                .as("what a reader notices: nothing, it reads older values")
                .isEqualTo(999);
        assertThat(TestHudi.count(table)).isEqualTo(1000);
        assertThat(missing).extracting(MissingFile::path).contains(log.path());
        assertThat(missing).allMatch(MissingFile::isLog);
    }

    @ParameterizedTest
    @CsvSource({"99, true", "5, false"})
    void aVersionThatTheRunningHudiDoesNotOpenIsSaidSo(int version, boolean always) throws IOException {
        assumeThat(always || !HudiTable.hudiVersion().startsWith("0."))
                .as("Hudi 0.15 opens every older version")
                .isTrue();
        TestHudi.create(table);
        Path file = table.resolve(PROPERTIES);
        String text = Files.readString(file);
        Tables.overwrite(
                file,
                text.replaceFirst("hoodie\\.table\\.version=\\d+", "hoodie.table.version=" + version)
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(look(table))
                .isInstanceOfSatisfying(TableState.Unsupported.class, unsupported -> assertThat(unsupported.version())
                        .isEqualTo(version));
        assertThatThrownBy(() -> write(TestHudi.orders(), options("upsert", Map.of()), table))
                .as("without the guard")
                .isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @CsvSource({".hoodie/hoodie.properties", "timeline", "p1"})
    void aPathWithoutRightsIsNamedAndNeverTakenForAnAbsentTable(String denied) throws IOException {
        TestHudi.create(table);
        Path path = denied.equals("timeline")
                ? timelineFiles(table, ".commit").get(0).getParent()
                : table.resolve(denied);
        var hadoop = DenyingFileSystem.denying(hadoop(), path);

        assertThatThrownBy(() -> ((TableState.Present) HudiTable.look(table.toString(), hadoop)).fileSlices())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the table at " + table + " could not be read: AccessControlException: ")
                .hasMessageContaining(path.toString())
                .hasMessageEndingWith("; give the job the right to read and list everything below that path");
    }

    @Test
    @Tag("main-line")
    void aTableWithTooManyFilesIsNotListedToItsEnd() {
        TestHudi.create(table);

        assertThatThrownBy(
                        () -> FileLister.list(table.toString(), hadoop(), new ListingLimits(5, Tables.LIMITS.time())))
                .isInstanceOf(TableTooLargeException.class)
                .hasMessage("the table at " + table + " has more than 5 files, too many to list before a write");
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"true", "false"})
    void aStoreThatIsTooSlowIsNotListedToItsEnd(boolean flat) {
        TestHudi.create(table);
        var hadoop = flat ? FlatFileSystem.flat(hadoop()) : hadoop();

        assertThatThrownBy(() -> FileLister.list(table.toString(), hadoop, new ListingLimits(100, Duration.ZERO)))
                .isInstanceOf(TableTooLargeException.class)
                .hasMessage("the files of the table at " + table
                        + " could not be listed within 0.0 s; 0 files and folders were seen by then");
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"true", "false"})
    void whatHudiKeepsForItselfIsNotCounted(boolean flat) throws IOException {
        TestHudi.create(table);
        var hadoop = flat ? FlatFileSystem.flat(hadoop()) : hadoop();
        for (int i = 0; i < 50; i++) {
            Files.writeString(table.resolve(".hoodie/" + i + ".note"), "");
        }

        assertThat(FileLister.list(table.toString(), hadoop, new ListingLimits(50, Tables.LIMITS.time()))
                        .byPath())
                .isNotEmpty();
    }

    @Test
    @Tag("main-line")
    void aFolderThatVanishesWhileTheTableIsWalkedHasNoFiles() throws IOException {
        TestHudi.create(table);
        int files = FileLister.list(table.toString(), hadoop(), Tables.LIMITS)
                .byPath()
                .size();
        long ofP1 = Tables.dataFiles(table.resolve("p1")).size();

        assertThat(FileLister.list(
                                table.toString(),
                                VanishingFileSystem.vanishing(hadoop(), table.resolve("p1")),
                                Tables.LIMITS)
                        .byPath())
                .hasSize(files - (int) ofP1);
    }

    @Test
    void secretsOfAPathAreInNoMessage() {
        String path = "s3a://user:secret@lake/orders";

        assertThat(new DamagedTableException(path, PROPERTIES, "is empty", null))
                .hasMessage("the table at s3a://***@lake/orders is damaged: " + PROPERTIES + " is empty");
        assertThat(TableTooLargeException.ofCount(path, 5))
                .hasMessageStartingWith("the table at s3a://***@lake/orders ");
        assertThatThrownBy(() -> Failures.named(path, () -> {
                    throw new IOException("no answer from " + path);
                }))
                .hasMessage("the table at s3a://***@lake/orders could not be read: IOException: no answer from"
                        + " s3a://***@lake/orders");
    }

    @Test
    void aCallThatTheRunningHudiLacksIsCouldNotCheck() {
        assertThatThrownBy(() -> Failures.named("s3://lake/orders", () -> {
                    throw new NoSuchMethodError("HoodieInstant.requestedTime()");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the table at s3://lake/orders could not be read: the running Hudi, version "
                        + HudiTable.hudiVersion())
                .hasMessageContaining("NoSuchMethodError: HoodieInstant.requestedTime()");
    }
}
