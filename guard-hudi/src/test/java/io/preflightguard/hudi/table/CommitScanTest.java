package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;

/** Which of the files that commits name the table still needs. */
class CommitScanTest {

    private static final String BASE_1 = "p/f_0-1-1_001.parquet";
    private static final String BASE_2 = "p/f_0-1-1_002.parquet";
    private static final String BASE_5 = "p/f_0-1-1_005.parquet";
    private static final String LOG_2 = "p/.f_001.log.1_0-1-1";
    private static final String LOG_6 = "p/.f_005.log.1_0-1-1";

    @Test
    void onlyTheNewestBaseFileOfAGroupIsNeeded() {
        assertThat(missing(List.of(BASE_2), commit("002", BASE_2), commit("001", BASE_1)))
                .isEmpty();
        assertThat(missing(List.of(BASE_1), commit("002", BASE_2), commit("001", BASE_1)))
                .containsExactly(BASE_2);
    }

    @Test
    void logFilesAreNeededUntilACompactionMergesThem() {
        assertThat(missing(List.of(BASE_1), commit("002", LOG_2), commit("001", BASE_1)))
                .containsExactly(LOG_2);
        assertThat(missing(List.of(BASE_5), commit("005", BASE_5), commit("002", LOG_2), commit("001", BASE_1)))
                .isEmpty();
        assertThat(missing(
                        List.of(BASE_5),
                        commit("006", LOG_6),
                        commit("005", BASE_5),
                        commit("002", LOG_2),
                        commit("001", BASE_1)))
                .as("written while the compaction ran")
                .containsExactly(LOG_6);
    }

    @Test
    void onLayout2ALogFileBelongsToTheSliceThatBeganBeforeItsCommitWasCompleted() {
        CommitState compaction = commit("005", BASE_5);
        CommitState during = completed("002", "006", LOG_2);
        CommitState before = completed("002", "004", LOG_2);

        assertThat(missing(true, List.of(BASE_5), compaction, during)).containsExactly(LOG_2);
        assertThat(missing(true, List.of(BASE_5), compaction, before)).isEmpty();
        assertThat(missing(false, List.of(BASE_5), compaction, during))
                .as("layout 1")
                .isEmpty();
    }

    @Test
    void onLayout2BaseFilesGoByTheirOwnInstants() {
        assertThat(missing(true, List.of(BASE_5), commit("005", BASE_5), completed("002", "006", BASE_2)))
                .isEmpty();
    }

    @Test
    void whatALaterCommitReplacedIsNotNeeded() {
        CommitState replacing = new CommitState(
                instant("003", "replacecommit"),
                "INSERT_OVERWRITE",
                List.of(),
                Set.of(new FileGroup("p", "f")),
                Map.of());

        assertThat(missing(List.of(), replacing, commit("001", BASE_1))).isEmpty();
    }

    @Test
    void rowsAreThoseOfTheListedBaseFile() {
        CommitScan scan = scan(List.of(BASE_2, LOG_2), commit("002", BASE_2, LOG_2), commit("001", BASE_1));

        assertThat(scan.rows(BASE_2)).isEqualTo(7);
        assertThat(scan.rows(BASE_1)).isNull();
        assertThat(scan.rows(LOG_2)).isNull();
    }

    @Test
    void aFileIsNamedOnceAndFilesOfAnotherKindNever() {
        assertThat(missing(List.of(), commit("003", LOG_2), commit("002", LOG_2, "p/f_001.parquet_hudiext")))
                .containsExactly(LOG_2);
    }

    private static List<String> missing(List<String> listed, CommitState... commits) {
        return scan(listed, commits).missing().stream().map(MissingFile::path).toList();
    }

    private static List<String> missing(boolean logsByCompletion, List<String> listed, CommitState... commits) {
        return scan(logsByCompletion, listed, commits).missing().stream()
                .map(MissingFile::path)
                .toList();
    }

    private static CommitScan scan(List<String> listed, CommitState... commits) {
        return scan(false, listed, commits);
    }

    private static CommitScan scan(boolean logsByCompletion, List<String> listed, CommitState... commits) {
        CommitScan scan = new CommitScan(
                new FileListing(
                        listed.stream().collect(Collectors.toMap(Function.identity(), path -> new FileStatus()))),
                logsByCompletion);
        Arrays.stream(commits).forEach(scan::add);
        return scan;
    }

    private static CommitState commit(String time, String... paths) {
        return completed(time, time, paths);
    }

    private static CommitState completed(String time, String completion, String... paths) {
        List<FileWrite> files = Arrays.stream(paths)
                .map(path -> new FileWrite(new FileGroup("p", "f"), path, 7, 7, 0, 0, 100))
                .toList();
        return new CommitState(
                new TimelineInstant(time, "commit", InstantState.COMPLETED, completion),
                "UPSERT",
                files,
                Set.of(),
                Map.of());
    }

    private static TimelineInstant instant(String time, String action) {
        return new TimelineInstant(time, action, InstantState.COMPLETED, time);
    }
}
