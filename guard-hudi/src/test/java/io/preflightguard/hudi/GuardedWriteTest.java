package io.preflightguard.hudi;

import static io.preflightguard.hudi.TestHudi.contents;
import static io.preflightguard.hudi.TestHudi.options;
import static io.preflightguard.hudi.TestHudi.orders;
import static io.preflightguard.hudi.TestHudi.outcome;
import static io.preflightguard.hudi.TestHudi.skewed;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Finding;
import io.preflightguard.Mode;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.Verdict;
import io.preflightguard.config.GuardConfigException;
import io.preflightguard.config.Repair;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.report.JsonReport;
import io.preflightguard.report.TextReport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guarded write refuses, repairs and leaves alone. */
@Tag("main-line")
class GuardedWriteTest {

    private static final String CONTRACT = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"p\",\"type\":\"string\"},"
            + "{\"name\":\"ts\",\"type\":\"long\"},"
            + "{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}},"
            + "{\"name\":\"item\",\"type\":{\"type\":\"record\",\"name\":\"Item\",\"fields\":["
            + "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"price\",\"type\":\"int\"}]}}]}";

    @TempDir
    Path folder;

    private final SparkSession spark = TestHudi.session();
    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @Test
    void aCleanUpsertPassesTwiceAndIsReadBack() {
        assertPassesTwice("upsert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk_insert", "insert"})
    @Tag("long")
    void aCleanWritePassesTwiceAndIsReadBack(String operation) {
        assertPassesTwice(operation);
    }

    private void assertPassesTwice(String operation) {
        HudiPreflight preflight =
                guard().contract(SchemaContract.text("orders", CONTRACT)).build();

        PreflightReport first = preflight.write(orders(), options(operation), table.toString(), SaveMode.Append);
        PreflightReport second =
                preflight.write(orders().where("ts < 100"), options("upsert"), table.toString(), SaveMode.Append);

        assertThat(first.verdict()).as(first.headline()).isEqualTo(Verdict.PASSED);
        assertThat(second.verdict()).as(second.headline()).isEqualTo(Verdict.PASSED);
        assertThat(TestHudi.count(table)).isEqualTo(1000);
        assertThat(first.cost().sparkJobs()).isPositive();
        assertThat(first.cost().rowsRead()).isPositive();
        assertThat(first.environment()).containsKeys("Spark", "Hudi");
    }

    @Test
    void aFieldThatBecomesAStructIsRefusedAndTheTableIsUntouched() {
        TestHudi.create(table);
        Map<String, String> before = contents(table);
        Dataset<Row> drifted = orders().withColumn("ts", expr("named_struct('at', ts)"));

        assertThatThrownBy(() -> guard().build().write(drifted, options("upsert"), table.toString(), SaveMode.Append))
                .isInstanceOfSatisfying(PreflightViolationException.class, refusal -> {
                    assertThat(firstLine(refusal))
                            .startsWith("[TYPE_CHANGED] 1 blocking finding for orders: ts: long -> struct<at: long>: ")
                            .hasSizeLessThanOrEqualTo(200);
                    assertThat(refusal.report().blockingFindings())
                            .extracting(Finding::subject)
                            .containsExactly("ts");
                });
        assertThat(contents(table)).as("the table's folder").isEqualTo(before);
    }

    /** Silent damage on both lines of Hudi: the harm without the guard, then its refusal. */
    @Test
    void aDecimalWithAnotherScaleCorruptsStoredValuesUnlessRefused() {
        TestHudi.create(table);
        Dataset<Row> rescaled =
                orders().where("id = '0'").withColumn("amount", col("amount").cast("decimal(10,4)"));

        PreflightReport report = guard().build().check(rescaled, options("upsert"), table.toString());

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("DECIMAL_SCALE_CHANGED");
        String sum = "cast(sum(amount) as string)";
        String before = spark.read()
                .format("hudi")
                .load(table.toString())
                .selectExpr(sum)
                .first()
                .getString(0);
        rescaled.write()
                .format("hudi")
                .options(options("upsert"))
                .mode(SaveMode.Append)
                .save(table.toString());
        String after = spark.read()
                .format("hudi")
                .load(table.toString())
                .selectExpr(sum)
                .first()
                .getString(0);
        assertThat(Double.parseDouble(after))
                .as("the sum after an unguarded write, %s before", before)
                .isNotEqualTo(Double.parseDouble(before));
    }

    @Test
    void aHotPathIsRefusedThenSpreadWithoutLosingARow() {
        Dataset<Row> skewed = skewed();
        Map<String, String> options = options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "16");
        HudiPreflight.Builder guard = guard().set("spark.guard.skew.min-task-size", "1m");

        assertThatThrownBy(() -> guard.build().write(skewed, options, table.toString(), SaveMode.Append))
                .isInstanceOfSatisfying(PreflightViolationException.class, refusal -> assertThat(firstLine(refusal))
                        .startsWith("[KEY_SKEW] 1 blocking finding for orders: p=hot: has 9")
                        .hasSizeLessThanOrEqualTo(200));
        assertThat(contents(table)).as("files after a refusal").isEmpty();

        PreflightReport report =
                guard.repair(Repair.APPLY).build().write(skewed, options, table.toString(), SaveMode.Append);

        assertThat(report.verdict()).isEqualTo(Verdict.REPAIRED);
        assertThat(report.applied())
                .extracting(applied -> applied.remedy().describe())
                .containsExactly(
                        "spread 1 hot key of p over 15 of 16 partitions",
                        ".option(\"hoodie.bulkinsert.sort.mode\", \"NONE\")");
        Dataset<Row> stored = spark.read().format("hudi").load(table.toString());
        assertThat(checksum(stored.select("id", "p", "ts"))).isEqualTo(checksum(skewed.select("id", "p", "ts")));
        assertThat(largestToMean(table)).as("largest task to the mean").isLessThan(1.5);
    }

    @Test
    void skewIsSaltedOrWarnedOfAsConfigured() {
        Map<String, String> options = options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION_AND_SORT");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "16");
        HudiPreflight.Builder guard = guard().set("spark.guard.skew.min-task-size", "1m")
                .set("spark.guard.report.keys", "hash")
                .set("spark.guard.skew.on-violation", "salt");

        PreflightReport salted = guard.build().write(skewed(), options, table.toString(), SaveMode.Append);
        Path other = folder.resolve("warned");
        PreflightReport warned = guard.set("spark.guard.skew.on-violation", "warn")
                .build()
                .write(skewed(), options, other.toString(), SaveMode.Append);

        assertThat(salted.verdict()).as(TextReport.of(salted)).isEqualTo(Verdict.REPAIRED);
        assertThat(salted.applied())
                .extracting(applied -> applied.remedy().describe())
                .containsExactly(
                        "spread 1 hot key of p over 15 of 16 partitions",
                        ".option(\"hoodie.bulkinsert.sort.mode\", \"PARTITION_SORT\")");
        assertThat(largestToMean(table)).isLessThan(1.5);
        assertThat(warned.verdict()).as(TextReport.of(warned)).isEqualTo(Verdict.WARNED);
        assertThat(warned.applied()).isEmpty();
        assertThat(largestToMean(other)).isGreaterThan(5);
        for (PreflightReport report : List.of(salted, warned)) {
            assertThat(TextReport.of(report)).contains("p=<hash ").doesNotContain("=hot");
            assertThat(JsonReport.of(report)).doesNotContain("hot\"");
        }
        Dataset<Row> stored = spark.read().format("hudi").load(table.toString());
        assertThat(checksum(stored.select("id", "p", "ts"))).isEqualTo(checksum(skewed().select("id", "p", "ts")));
    }

    @Test
    void whatCannotBeSaltedIsRefusedAndASeverityOfTheUsersOwnWins() {
        Map<String, String> options = options("bulk_insert");
        options.remove("hoodie.datasource.write.recordkey.field");
        options.remove("hoodie.datasource.write.precombine.field");
        options.put("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "16");
        HudiPreflight.Builder guard =
                guard().set("spark.guard.skew.min-task-size", "1m").set("spark.guard.skew.on-violation", "salt");

        assertThatThrownBy(() -> guard.build().write(skewed(), options, table.toString(), SaveMode.Append))
                .isInstanceOf(PreflightViolationException.class)
                .hasMessageStartingWith("[KEY_SKEW] 1 blocking finding for orders: p=hot: has 9")
                .hasMessageContaining("names no record key to spread rows by");
        assertThat(contents(table)).isEmpty();

        PreflightReport stillRefused = guard.set("spark.guard.skew.on-violation", "warn")
                .set("spark.guard.rules", "KEY_SKEW=fail")
                .build()
                .check(skewed(), options, table.toString());
        assertThat(stillRefused.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void tooLittleDiskIsRefusedBeforeAnythingIsWritten() {
        Map<String, String> options = options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "GLOBAL_SORT");

        assertThatThrownBy(() -> guard().set("spark.guard.fleet.free-disk-per-worker", "10k")
                        .build()
                        .write(orders(), options, table.toString(), SaveMode.Append))
                .isInstanceOf(PreflightViolationException.class)
                .hasMessageStartingWith("[LOCAL_DISK_SHORT] 1 blocking finding for orders: ");
        assertThat(contents(table)).isEmpty();
    }

    @Test
    void modesDifferInWhatTheyDo() {
        TestHudi.create(table);
        Map<String, String> before = contents(table);
        Dataset<Row> widened = orders().withColumn("item", expr("named_struct('name', item.name, 'price', ts)"));

        PreflightReport dryRun =
                guard().mode(Mode.DRY_RUN).build().write(widened, options("upsert"), table.toString(), SaveMode.Append);
        assertThat(dryRun.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(contents(table)).as("after a dry run").isEqualTo(before);

        PreflightReport warned = guard().mode(Mode.WARN)
                .build()
                .write(widened.where("ts < 3"), options("upsert"), table.toString(), SaveMode.Append);
        assertThat(warned.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(contents(table)).as("after a write in mode WARN").isNotEqualTo(before);

        PreflightReport off = guard().mode(Mode.OFF)
                .build()
                .write(orders().where("ts < 3"), options("upsert"), table.toString(), SaveMode.Append);
        assertThat(off.verdict()).isEqualTo(Verdict.OFF);
        assertThat(off.results()).isEmpty();
        assertThat(TestHudi.count(table)).isEqualTo(1000);
    }

    @Test
    void overwriteReplacesTheTableSoItsSchemaDoesNotBind() {
        TestHudi.create(table);

        PreflightReport report = guard().build()
                .write(
                        orders().withColumn("amount", col("ts")),
                        options("bulk_insert"),
                        table.toString(),
                        SaveMode.Overwrite);

        assertThat(outcome(report, "schema: input against table")).isInstanceOf(Outcome.Skipped.class);
        assertThat(TestHudi.count(table)).isEqualTo(1000);
    }

    @Test
    void settingsComeFromTheBuilderThenTheSparkConfAndAreChecked() {
        spark.conf().set("spark.guard.mode", "off");
        try {
            assertThat(guard().build()
                            .check(orders(), options("upsert"), table.toString())
                            .mode())
                    .isEqualTo(Mode.OFF);
            assertThat(guard().mode(Mode.WARN)
                            .build()
                            .check(orders(), options("upsert"), table.toString())
                            .mode())
                    .isEqualTo(Mode.WARN);
            spark.conf().set("spark.guard.tim-budget", "1s");
            assertThatThrownBy(() -> guard().build())
                    .isInstanceOf(GuardConfigException.class)
                    .hasMessageContaining("the nearest is spark.guard.time-budget");
        } finally {
            spark.conf().unset("spark.guard.mode");
            spark.conf().unset("spark.guard.tim-budget");
        }
    }

    @Test
    void whatDoesNotFinishInTimeIsSkippedAndTheWriteGoesOn() {
        Dataset<Row> slow = spark.range(0, 4, 1, 4)
                .selectExpr(
                        "cast(id as string) as id",
                        "'p' as p",
                        "id as ts",
                        "cast(null as decimal(10,2)) as amount",
                        "named_struct('name', java_method('java.lang.System', 'getProperty', 'x.y'), 'price', 1) as item")
                .crossJoin(spark.range(0, 1).toDF("one").hint("broadcast"))
                .drop("one");

        PreflightReport report = guard().set("spark.guard.time-budget", "1ms")
                .build()
                .write(slow, options("bulk_insert"), table.toString(), SaveMode.Append);

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        for (String late : List.of("skew: keys", "sizing")) {
            assertThat(outcome(report, late))
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                            .isEqualTo(Outcome.SkipReason.OUT_OF_TIME));
        }
        assertThat(TestHudi.count(table)).isEqualTo(4);
    }

    @Test
    void nothingOfTheSessionOrTheFrameIsChanged() {
        Dataset<Row> frame = orders();
        Map<String, String> before = new HashMap<>();
        scala.collection.JavaConverters.mapAsJavaMapConverter(spark.conf().getAll())
                .asJava()
                .forEach(before::put);
        Map<String, String> options = Map.copyOf(options("upsert"));

        spark.sparkContext().setJobGroup("mine", "the user's own", false);

        guard().build().check(frame, options, table.toString());

        String group = spark.sparkContext().getLocalProperty("spark.jobGroup.id");
        spark.sparkContext().clearJobGroup();
        assertThat(group).as("the caller's job group").isEqualTo("mine");
        Map<String, String> after = new HashMap<>();
        scala.collection.JavaConverters.mapAsJavaMapConverter(spark.conf().getAll())
                .asJava()
                .forEach(after::put);
        assertThat(after).isEqualTo(before);
        assertThat(frame.storageLevel().useMemory()).isFalse();
    }

    private HudiPreflight.Builder guard() {
        return HudiPreflight.on(spark);
    }

    /** Rows of the task that wrote most, to the mean of the tasks that wrote. */
    private double largestToMean(Path written) {
        List<Long> perTask = spark
                .read()
                .format("hudi")
                .load(written.toString())
                .groupBy(expr("split(_hoodie_commit_seqno, '_')[1]"))
                .count()
                .collectAsList()
                .stream()
                .map(row -> row.getLong(1))
                .toList();
        return perTask.stream().mapToLong(Long::longValue).max().orElseThrow()
                * (double) perTask.size()
                / perTask.stream().mapToLong(Long::longValue).sum();
    }

    private static String checksum(Dataset<Row> frame) {
        return frame.selectExpr("cast(hash(*) as bigint) as h")
                .selectExpr("count(*)", "sum(h)", "bit_xor(h)")
                .collectAsList()
                .toString();
    }

    private static String firstLine(Exception exception) {
        return exception.getMessage().lines().findFirst().orElseThrow();
    }
}
