package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Outcome;
import io.preflightguard.Outcome.SkipReason;
import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.KeyLookup;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.upsert.UpsertTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys are found in a table, and when the guard does not claim to know. */
class UpsertKeysTest {

    @TempDir
    Path table;

    @Test
    void aFullFilterIsNotBelieved() throws Exception {
        Map<String, String> options = TestHudi.options("bulk_insert");
        options.put("hoodie.index.bloom.num_entries", "100");
        options.put("hoodie.bloom.index.filter.type", "SIMPLE");
        write(rows("concat('k', id)", "'a'", 0, 5_000).coalesce(1), options);
        List<String> stored =
                IntStream.range(0, 100).mapToObj(i -> "k" + i * 37).toList();
        List<String> fresh =
                IntStream.range(0, 100).mapToObj(i -> "k1" + i + "new").toList();

        Map<String, Map<String, FileSliceState>> found = KeyLookup.fileGroups(
                TestHudi.session(), table.toString(), slices(), Map.of("a", join(stored, fresh)), false, false);

        assertThat(found).containsOnlyKeys("a");
        assertThat(found.get("a")).containsOnlyKeys(stored);
    }

    @Test
    void keysAndPathsOfDatesAndMissingPartsAreSpeltAsHudiDoes() throws Exception {
        Map<String, String> options = TestHudi.options("insert");
        options.put("hoodie.datasource.write.recordkey.field", "id,day,note");
        Dataset<Row> rows = TestHudi.session()
                .range(0, 60, 1, 2)
                .selectExpr(
                        "cast(id as int) as id",
                        "date_add(date'2024-02-27', cast(id % 5 as int)) as day",
                        "date_add(date'2024-02-27', cast(id % 3 as int)) as p",
                        "case id % 3 when 0 then null when 1 then '' else 'n' end as note",
                        "id as ts");
        write(rows, options);
        options.put("hoodie.datasource.write.operation", "upsert");

        UpsertRun run = UpsertRun.predicted(rows, options, table, Map.of());

        assertThat(run.plan().tasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.kind()).isEqualTo(UpsertTask.Kind.MERGE))
                .allSatisfy(task -> assertThat(task.inserts().high()).isZero())
                .allSatisfy(task -> assertThat(task.updates().value()).isEqualTo(20));
    }

    @Test
    void keysOfTimestampsAreNotLookedFor() throws Exception {
        Map<String, String> options = TestHudi.options("insert");
        Dataset<Row> rows = rows("timestamp_seconds(id)", "'a'", 0, 50);
        write(rows, options);
        options.put("hoodie.datasource.write.operation", "upsert");

        assertNotPossible(UpsertRun.outcome(rows, options, table), "how Hudi spells these keys or paths");
    }

    @Test
    void keysThatMoveToAnotherPathAreNotPredicted() throws Exception {
        Map<String, String> options = TestHudi.options("insert");
        write(rows("concat('k', id)", "'a'", 0, 50), options);
        options.put("hoodie.datasource.write.operation", "upsert");
        options.put("hoodie.index.type", "GLOBAL_SIMPLE");
        Dataset<Row> moved = rows("concat('k', id)", "'b'", 0, 50);

        assertNotPossible(UpsertRun.outcome(moved, options, table), "moves records to another partition path");

        options.put("hoodie.simple.index.update.partition.path", "false");
        assertThat(UpsertRun.predicted(moved, options, table, Map.of()).plan().tasks())
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.path()).isEqualTo("a"));
    }

    private static void assertNotPossible(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(SkipReason.NOT_POSSIBLE);
            assertThat(skipped.explanation()).contains(why);
        });
    }

    private static List<String> join(List<String> left, List<String> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }

    private List<FileSliceState> slices() throws Exception {
        TableState state = HudiTable.look(
                table.toString(), TestHudi.session().sparkContext().hadoopConfiguration());
        return ((TableState.Present) state).fileSlices();
    }

    private void write(Dataset<Row> rows, Map<String, String> options) {
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
    }

    private static Dataset<Row> rows(String id, String path, long from, long to) {
        return TestHudi.session().range(from, to, 1, 2).selectExpr(id + " as id", path + " as p", "id as ts");
    }
}
