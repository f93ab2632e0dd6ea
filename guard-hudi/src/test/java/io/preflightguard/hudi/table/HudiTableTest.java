package io.preflightguard.hudi.table;

import static io.preflightguard.hudi.table.Tables.dataFiles;
import static io.preflightguard.hudi.table.Tables.mergeOnRead;
import static io.preflightguard.hudi.table.Tables.open;
import static io.preflightguard.hudi.table.Tables.options;
import static io.preflightguard.hudi.table.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A really written table is read as it is. */
class HudiTableTest {

    @TempDir
    Path folder;

    @Test
    void theSlicesOfACopyOnWriteTableAreItsNewestBaseFiles() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createUpserted(table);

        TableState.Present present = open(table);
        TableFiles files = present.contents().files();

        assertThat(files.missing()).isEmpty();
        assertThat(files.commitsRead()).isEqualTo(2);
        assertThat(present.fileSlices())
                .extracting(FileSliceState::partitionPath)
                .contains("p0", "p1", "p2", "p3");
        assertThat(present.fileSlices()).allSatisfy(slice -> {
            assertThat(slice.logFiles()).isZero();
            assertThat(slice.pendingService()).isFalse();
            Path base = dataFiles(table.resolve(slice.partitionPath())).stream()
                    .filter(file -> file.getFileName().toString().startsWith(slice.fileId()))
                    .filter(file -> file.getFileName().toString().contains(slice.baseInstant()))
                    .findFirst()
                    .orElseThrow();
            assertThat(slice.baseBytes()).isEqualTo(Tables.size(base));
            assertThat(slice.baseFile()).isEqualTo(table.relativize(base).toString());
            assertThat(slice.baseRows())
                    .isEqualTo(
                            TestHudi.session().read().parquet(base.toString()).count());
        });
        assertThat(present.fileSlices().stream()
                        .mapToLong(FileSliceState::baseRows)
                        .sum())
                .isEqualTo(1000);
    }

    @Test
    void theTimelineAndTheCommitsSayWhatWasDone() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createUpserted(table);

        TableState.Present present = open(table);
        List<CommitState> commits = present.commits(5);

        assertThat(present.timeline())
                .extracting(instant -> instant.action() + " " + instant.state())
                .containsExactly("commit COMPLETED", "commit COMPLETED");
        assertThat(present.timeline()).isSorted().allSatisfy(instant -> {
            assertThat(instant.time()).matches("\\d{17}");
            assertThat(instant.completionTime()).matches("\\d{17}").isGreaterThanOrEqualTo(instant.time());
        });
        assertThat(commits).extracting(CommitState::operation).containsExactly("UPSERT", "BULK_INSERT");
        assertThat(commits.get(0).extra()).containsKey("schema");
        assertThat(commits.get(0).files().stream().mapToLong(FileWrite::updates).sum())
                .isEqualTo(25);
        assertThat(commits.get(1).files().stream().mapToLong(FileWrite::rows).sum())
                .isEqualTo(1000);
        assertThat(commits.get(1).files())
                .allSatisfy(file -> assertThat(file.bytes()).isEqualTo(Tables.size(table.resolve(file.path()))));
        assertThat(present.commits(1)).containsExactly(commits.get(0));
        assertThat(present.isMergeOnRead()).isFalse();
        assertThat(present.pendingServices()).isEmpty();
    }

    @Test
    void theSlicesOfAMergeOnReadTableCountTheirLogFiles() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createWithLogs(table);
        write(TestHudi.orders().where("p = 'p1'"), mergeOnRead("upsert"), table);

        TableState.Present present = open(table);

        assertThat(present.isMergeOnRead()).isTrue();
        assertThat(present.contents().files().missing()).isEmpty();
        assertThat(present.fileSlices()).allSatisfy(slice -> {
            List<Path> logs = logs(table, slice);
            assertThat(slice.logFiles()).as("log files of %s", slice).isEqualTo(logs.size());
            assertThat(slice.logBytes())
                    .isEqualTo(logs.stream().mapToLong(Tables::size).sum());
            assertThat(slice.baseRows()).isPositive();
            assertThat(logs.isEmpty()).isEqualTo(!slice.partitionPath().equals("p1"));
        });
        assertThat(present.commits(1).get(0).files()).allMatch(FileWrite::isLog);
    }

    @Test
    void logFilesBehindAPlannedCompactionStillCountForTheOldBaseFile() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createWithPlannedCompaction(table);
        write(TestHudi.orders().where("p = 'p1'"), mergeOnRead("upsert"), table);

        TableState.Present present = open(table);

        assertThat(present.pendingServices()).hasSize(1);
        PendingService compaction = present.pendingServices().get(0);
        assertThat(compaction.kind()).isEqualTo(PendingService.Kind.COMPACTION);
        assertThat(compaction.instant().state()).isEqualTo(InstantState.REQUESTED);
        assertThat(compaction.fileGroups()).isNotEmpty().allMatch(group -> group.partitionPath()
                .equals("p1"));
        assertThat(present.contents().files().missing()).isEmpty();
        assertThat(present.fileSlices()).allSatisfy(slice -> {
            assertThat(slice.baseBytes()).as("base bytes of %s", slice).isPositive();
            assertThat(slice.logFiles()).isEqualTo(logs(table, slice).size());
            assertThat(slice.pendingService()).isEqualTo(slice.partitionPath().equals("p1"));
        });
    }

    @Test
    void aPlannedClusteringIsSeenWithItsFileGroups() throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        Map<String, String> planning = options(
                "bulk_insert",
                Map.of(
                        "hoodie.clustering.schedule.inline", "true",
                        "hoodie.clustering.async.max.commits", "1",
                        "hoodie.clustering.inline.max.commits", "1"));
        write(TestHudi.orders().where("p = 'p2'"), planning, table);

        TableState.Present present = open(table);

        assertThat(present.pendingServices())
                .extracting(PendingService::kind)
                .containsExactly(PendingService.Kind.CLUSTERING);
        assertThat(present.pendingServices().get(0).fileGroups()).isNotEmpty();
        assertThat(present.fileSlices()).allSatisfy(slice -> assertThat(slice.pendingService())
                .isEqualTo(present.pendingServices()
                        .get(0)
                        .fileGroups()
                        .contains(new FileGroup(slice.partitionPath(), slice.fileId()))));
    }

    @Test
    void whatWasReplacedOrCleanedIsNeitherASliceNorMissing() throws IOException {
        Path table = folder.resolve("orders");
        Map<String, String> tidy = Map.of("hoodie.clean.commits.retained", "1", "hoodie.cleaner.commits.retained", "1");
        write(TestHudi.orders(), options("insert", tidy), table);
        for (int round = 0; round < 2; round++) {
            write(TestHudi.orders().where("p = 'p1'"), options("upsert", tidy), table);
        }
        write(TestHudi.orders().where("p = 'p2' and ts < 500"), options("insert_overwrite", tidy), table);
        write(TestHudi.orders().where("p = 'p3'"), options("delete_partition", tidy), table);
        write(TestHudi.orders().where("p = 'p0'"), options("upsert", tidy), table);

        TableState.Present present = open(table);
        TableFiles files = present.contents().files();

        assertThat(files.missing()).isEmpty();
        assertThat(files.slices()).extracting(FileSliceState::partitionPath).doesNotContain("p3");
        assertThat(files.slices().stream().mapToLong(FileSliceState::baseRows).sum())
                .isEqualTo(TestHudi.count(table))
                .isEqualTo(625);
        assertThat(present.timeline())
                .extracting(TimelineInstant::action)
                .as("the cleaner has been at work")
                .contains("clean");
    }

    @Test
    void whatWasNotCommittedIsNoSlice() throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        List<FileSliceState> before = open(table).fileSlices();
        write(TestHudi.orders(), options("bulk_insert", Map.of()), table);
        List<Path> commits = Tables.timelineFiles(table, ".commit");
        Tables.delete(commits.get(commits.size() - 1));

        TableState.Present present = open(table);

        assertThat(present.fileSlices()).isEqualTo(before);
        assertThat(present.timeline())
                .extracting(TimelineInstant::state)
                .containsExactly(InstantState.COMPLETED, InstantState.INFLIGHT);
        assertThat(present.pendingServices())
                .as("an unfinished write is no service")
                .isEmpty();
    }

    @Test
    @Tag("main-line")
    void aTableWithoutPartitionsHasSlicesAtItsRoot() throws IOException {
        Path table = folder.resolve("orders");
        Map<String, String> flat = options(
                "insert",
                Map.of(
                        "hoodie.datasource.write.partitionpath.field", "",
                        "hoodie.datasource.write.keygenerator.class",
                                "org.apache.hudi.keygen.NonpartitionedKeyGenerator"));
        write(TestHudi.orders(), flat, table);

        TableFiles files = open(table).contents().files();

        assertThat(files.missing()).isEmpty();
        assertThat(files.slices()).isNotEmpty().allMatch(slice -> slice.partitionPath()
                .isEmpty());
        assertThat(files.slices().stream().mapToLong(FileSliceState::baseRows).sum())
                .isEqualTo(1000);
    }

    @Test
    void readingChangesNoByteOfTheTable() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createWithLogs(table);
        Map<String, String> before = TestHudi.contents(table);

        readAll(table);

        assertThat(TestHudi.contents(table)).isEqualTo(before);
        assertThat(table.resolve(".hoodie/metadata")).doesNotExist();
    }

    @Test
    void readingChangesNoByteOfATableWithAMetadataTable() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createWithMetadata(table);
        Map<String, String> before = TestHudi.contents(table);
        assertThat(table.resolve(".hoodie/metadata")).isDirectory();

        TableFiles files = readAll(table);

        assertThat(TestHudi.contents(table)).isEqualTo(before);
        assertThat(files.slices().stream().mapToLong(FileSliceState::baseRows).sum())
                .isEqualTo(1000);
    }

    @Test
    void filesThatAreNotHudisAreLeftAlone() throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        List<FileSliceState> before = open(table).fileSlices();
        Files.writeString(table.resolve("p1/mine.parquet"), "mine");
        Files.writeString(table.resolve("p1/_SUCCESS"), "");
        TestHudi.create(table.resolve("p1/other"));

        assertThat(open(table).fileSlices()).isEqualTo(before);
    }

    @Test
    void anObjectStoresFlatListingShowsTheSameFiles() throws IOException {
        Path table = folder.resolve("orders");
        Tables.createWithMetadata(table);
        TestHudi.create(table.resolve("p1/other"));

        FileListing flat = FileLister.list(table.toString(), FlatFileSystem.flat(Tables.hadoop()), Tables.LIMITS);
        FileListing walked = FileLister.list(table.toString(), Tables.hadoop(), Tables.LIMITS);

        assertThat(flat.byPath().keySet())
                .isNotEmpty()
                .isEqualTo(walked.byPath().keySet())
                .allMatch(path -> !path.contains("other"));
        assertThat(flat.partitionPaths()).containsExactly("p0", "p1", "p2", "p3");
    }

    private static TableFiles readAll(Path table) throws IOException {
        TableState.Present present = open(table);
        present.timeline();
        present.pendingServices();
        present.commits(10);
        return present.contents().files();
    }

    private static List<Path> logs(Path table, FileSliceState slice) {
        return dataFiles(table.resolve(slice.partitionPath())).stream()
                .filter(file -> file.getFileName().toString().startsWith("." + slice.fileId() + "_"))
                .toList();
    }
}
