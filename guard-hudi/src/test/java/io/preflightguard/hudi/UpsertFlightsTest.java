package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.table.FileWrite;
import io.preflightguard.upsert.UpsertTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions on real flights, which the model was not made with, and on Hudi's quickstart. */
class UpsertFlightsTest {

    @TempDir
    Path table;

    @Test
    @Tag("long")
    void flightsAreAsPredictedByPathAndByFileGroup() throws Exception {
        Map<String, String> options = TestHudi.options("insert");
        options.put("hoodie.parquet.max.file.size", "1000000");
        options.put("hoodie.parquet.small.file.limit", "0");
        options.put("hoodie.copyonwrite.record.size.estimate", "100");
        options.put("hoodie.index.bloom.num_entries", "10000");
        UpsertRun load =
                UpsertRun.of(flights("date < '2001-06-01'"), options, table).report("flights, first load");

        assertThat(load.plan().tasks()).hasSameSizeAs(load.byTask().values());
        assertThat(load.predictedLargest()).isCloseTo(load.largestTask(), within(0.05 * load.largestTask()));

        options.put("hoodie.datasource.write.operation", "upsert");
        // Late corrections of the busiest airport's spring, and two weeks that are new.
        Dataset<Row> batch = flights("(p = 'ORD' and date >= '2001-03-01' and date < '2001-05-01')"
                + " or (date >= '2001-05-25' and date < '2001-06-14')");
        UpsertRun run = UpsertRun.of(batch, options, table).report("flights, upsert");

        assertThat(run.byTask()).hasSameSizeAs(run.plan().tasks());
        // Its rows lie in few partitions of the input, not all of which were read: the interval is wide, and holds.
        Estimate largest = run.plan().largest().orElseThrow().records();
        assertThat((double) run.largestTask())
                .as("records of the largest task, against %s", largest)
                .isBetween(largest.low(), largest.high());
        int inside = 0;
        double off = 0;
        List<UpsertTask> known = run.plan().tasks().stream()
                .filter(task -> !task.group().isEmpty())
                .toList();
        for (UpsertTask task : known) {
            long actual = run.files().stream()
                    .filter(file -> file.group().fileId().equals(task.group()))
                    .mapToLong(FileWrite::updates)
                    .sum();
            inside += task.updates().low() <= actual && actual <= task.updates().high() ? 1 : 0;
            off += Math.abs(task.updates().value() - actual) / actual / known.size();
        }
        System.out.printf(
                Locale.ROOT,
                "upsert prediction, flights by file group: %d of %d inside their intervals, off by %.1f %% in the mean%n",
                inside,
                known.size(),
                100 * off);
        assertThat(inside).isGreaterThanOrEqualTo((int) (0.9 * known.size()));
    }

    @Test
    void hudisQuickstartIsQuiet() {
        Dataset<Row> trips = TestHudi.session()
                .sql("select * from values (1695159649087L, '334e26e9-8355-45cc-97c6-c31daf0df330', 'rider-A', 19.10D,"
                        + " 'san_francisco'), (1695091554788L, 'e96c4396-3fad-413a-a942-4cb36106d721', 'rider-C', 27.70D,"
                        + " 'san_francisco'), (1695115999911L, 'c8abbe79-8d89-47ea-b4ce-4d224bae5bfa', 'rider-J', 17.85D,"
                        + " 'chennai') as trips(ts, uuid, rider, fare, city)");
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.table.name", "trips_table");
        options.put("hoodie.datasource.write.recordkey.field", "uuid");
        options.put("hoodie.datasource.write.partitionpath.field", "city");
        options.put("hoodie.datasource.write.precombine.field", "ts");

        PreflightReport report = HudiPreflight.on(TestHudi.session()).build().check(trips, options, table.toString());

        assertThat(TestHudi.outcome(report, UpsertSteps.TASKS))
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                        .isEmpty());
    }

    @Test
    void aGuardedWriteSetsTheSizeOfARecord() throws Exception {
        Map<String, String> options = TestHudi.options("insert");
        options.put("hoodie.parquet.max.file.size", "500000");
        options.put("hoodie.index.bloom.num_entries", "1000");
        options.put("hoodie.bloom.index.filter.type", "SIMPLE");
        Dataset<Row> rows = TestHudi.session()
                .range(0, 1_000, 1, 2)
                .selectExpr(
                        "cast(id as string) as id",
                        "'a' as p",
                        "id as ts",
                        // Cannot be compressed: Hudi closes a file by what its open pages hold uncompressed.
                        "unhex(concat_ws('', transform(sequence(1, 100), i -> sha2(concat(id, '-', i), 256)))) as bytes");

        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .set("spark.guard.repair", "apply")
                .build()
                .write(rows, options, table.toString(), SaveMode.Append);

        assertThat(report.findings()).extracting(finding -> finding.rule()).contains(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(report.applied()).isNotEmpty();
        assertThat(UpsertRun.newest(table).files()).hasSizeBetween(6, 9);
    }

    private static Dataset<Row> flights(String where) {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return TestHudi.session()
                .read()
                .parquet(root.resolve("examples/data/flights-2001.parquet").toString())
                .where("origin in ('ORD', 'DFW', 'ATL', 'LAX')")
                .selectExpr(
                        "concat_ws('-', date, origin, destination, distance, delay) as id",
                        "cast(date as timestamp) as ts",
                        "delay",
                        "distance",
                        "origin as p",
                        "destination",
                        "date")
                .where(where)
                .drop("date");
    }
}
