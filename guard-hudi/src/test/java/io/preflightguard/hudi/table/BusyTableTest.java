package io.preflightguard.hudi.table;

import static io.preflightguard.hudi.table.Tables.hadoop;
import static io.preflightguard.hudi.table.Tables.options;
import static io.preflightguard.hudi.table.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a cleaner removed are not lost, whenever and wherever it did. */
@Tag("main-line")
class BusyTableTest {

    private static final Map<String, String> TIDY = options(
            "upsert",
            Map.of(
                    "hoodie.clean.commits.retained", "1",
                    "hoodie.cleaner.commits.retained", "1",
                    "hoodie.cleaner.incremental.mode", "false"));

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void createTheTable() {
        table = folder.resolve("orders");
        TestHudi.create(table);
    }

    @Test
    @Tag("long")
    void aTableThatIsWrittenToAndCleanedBeforeEveryListingLacksOnlyWhatIsLost() throws IOException {
        AtomicInteger listings = new AtomicInteger();
        Configuration busy = BusyFileSystem.busy(hadoop(), table, () -> {
            listings.incrementAndGet();
            for (int round = 0; round < 3; round++) {
                write(TestHudi.orders().where("p = 'p1'"), TIDY, table);
            }
        });
        TableState.Present present = (TableState.Present) HudiTable.look(table.toString(), busy);
        List<String> ofP1 = present.commits(1).get(0).files().stream()
                .map(FileWrite::path)
                .filter(path -> path.startsWith("p1/"))
                .toList();
        Path lost = Tables.dataFiles(table.resolve("p2")).get(0);
        Tables.delete(lost);

        TableFiles files = present.contents().files();

        assertThat(ofP1).isNotEmpty().allSatisfy(path -> assertThat(table.resolve(path))
                .as("cleaned before the listing")
                .doesNotExist());
        assertThat(files.missing())
                .extracting(MissingFile::path)
                .containsExactly(table.relativize(lost).toString());
        assertThat(listings).hasValue(1);
    }

    @Test
    @Tag("long")
    void anArchivedCommitAfterASavepointIsHiddenFromReadersSoTheFilesBeforeItAreStillNeeded() throws IOException {
        Map<String, String> archiving = new HashMap<>(TIDY);
        archiving.put("hoodie.keep.min.commits", "2");
        archiving.put("hoodie.keep.max.commits", "3");
        archiving.put("hoodie.archive.beyond.savepoint", "true");
        String first = Tables.open(table).timeline().get(0).time();
        call("create_savepoint(path => '%s', commit_time => '%s')".formatted(table, first));
        write(
                TestHudi.orders().where("p = 'p2'").selectExpr("id", "p", "ts + 5000 as ts", "amount", "item"),
                archiving,
                table);
        String second = Tables.open(table).commits(1).get(0).instant().time();
        assertThat(Tables.newest(table)).isEqualTo(5998);
        for (int round = 0; round < 5; round++) {
            write(TestHudi.orders().where("p = 'p1'"), archiving, table);
        }
        call("delete_savepoint(path => '%s', instant_time => '%s')".formatted(table, first));
        archiving.put("hoodie.archive.automatic", "false");
        write(TestHudi.orders().where("p = 'p1'"), archiving, table);

        TableState.Present present = Tables.open(table);
        assertThat(present.timeline())
                .extracting(TimelineInstant::time)
                .as("the hole")
                .contains(first)
                .doesNotContain(second);
        assertThat(Tables.newest(table))
                .as("what readers get: the values before it")
                .isEqualTo(999);
        assertThat(present.contents().files().missing()).isEmpty();

        for (Path file : Tables.dataFiles(table.resolve("p2"))) {
            if (file.toString().contains(first)) {
                Tables.delete(file);
            }
        }
        assertThat(TestHudi.count(table)).as("what readers get then").isEqualTo(750);
        assertThat(Tables.open(table).contents().files().missing())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.path()).startsWith("p2/"));
    }

    @Test
    void aTableTooLargeIsListedOnce() throws IOException {
        AtomicInteger listings = new AtomicInteger();
        Configuration counting = BusyFileSystem.busy(hadoop(), table, listings::incrementAndGet);
        TableContents contents =
                ((TableState.Present) HudiTable.look(table.toString(), counting, Duration.ZERO)).contents();

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(contents::files)
                    .isInstanceOf(TableTooLargeException.class)
                    .hasMessageContaining("could not be listed within 0.0 s");
        }
        assertThat(listings).hasValue(1);
    }

    private static void call(String procedure) {
        TestHudi.session().sql("call " + procedure).collect();
    }
}
