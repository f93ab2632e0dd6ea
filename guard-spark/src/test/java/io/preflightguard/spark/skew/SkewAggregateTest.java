package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.PreflightViolationException;
import io.preflightguard.skew.HotKeys;
import io.preflightguard.spark.TestSpark;
import io.preflightguard.spark.internal.QueryExecutions;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class SkewAggregateTest {

    private final SparkSession spark = TestSpark.session();

    /** 60,000 rows, 90 % of one tenant; every value of {@code ms} is another. */
    private final Dataset<Row> rows = spark.range(0, 60_000, 1, 4)
            .selectExpr(
                    "if(id % 10 < 9, 'acme', concat('small ', id % 97)) as tenant",
                    "cast(id * 7919 % 60000 as double) as ms",
                    "concat('user ', id % 5000) as user",
                    "md5(string(id)) as item");

    @Test
    void aHotKeyIsReducedAndTheResultIsSparksOwn() throws Exception {
        SkewAggregatePlan plan = SkewAggregate.of(rows)
                .by("tenant")
                .percentile("ms", 0.99, "p99")
                .collectSet("user", "users")
                .countDistinct("item", "items")
                .set("spark.guard.skew.max-ratio", "2")
                .plan();

        assertThat(plan.isTreated()).isTrue();
        assertThat(plan.explain())
                .contains("tenant=<hidden key 1> with 90.0 % of the rows reduced before the grouping")
                .contains("largest of 4 tasks, in rows: 3.6", "the input is read 3 times")
                .doesNotContain("acme");
        assertThat(RowTexts.sorted(plan.aggregate()))
                .isEqualTo(RowTexts.sorted(rows.groupBy("tenant")
                        .agg(
                                expr("percentile(ms, 0.99D)").as("p99"),
                                functions.collect_set("user").as("users"),
                                functions.count_distinct(col("item")).as("items"))));
    }

    @Test
    void withoutAHotKeyTheGroupingIsSparksOwn() throws Exception {
        SkewAggregatePlan plan =
                SkewAggregate.of(rows).by("ms").countDistinct("user", "users").plan();

        assertThat(plan.isTreated()).isFalse();
        assertThat(plan.explain()).contains("Spark's own, because no key is hot");
        assertThat(plan.aggregate().count()).isEqualTo(60_000);
    }

    @Test
    void aListThatDoesNotFitATaskIsRefusedBeforeItRuns() throws Exception {
        SkewAggregatePlan plan = SkewAggregate.of(rows)
                .by("tenant")
                .collectList("item", "items")
                .set("spark.guard.fleet.memory-per-worker", "4m")
                .plan();

        assertThat(plan.report().blocked()).isTrue();
        assertThat(plan.explain()).contains("refused");
        // 54,000 values of 32 bytes: 40 in an array, and the objects beside it.
        assertThatThrownBy(plan::aggregate)
                .isInstanceOf(PreflightViolationException.class)
                .hasMessageContaining("KEY_SKEW_OUT_OF_MEMORY")
                .hasMessageContaining(
                        "tenant=<hidden key 1>: one task collects its values of item and holds 5.77 MiB [4.12 MiB to 10.7 MiB]")
                .hasMessageContaining("a heap of 4.00 MiB: it runs out of memory")
                .hasMessageNotContaining("acme");
    }

    @Test
    void aListThatFitsIsNotRefused() throws Exception {
        SkewAggregatePlan plan =
                SkewAggregate.of(rows).by("tenant").collectList("item", "items").plan();

        assertThat(plan.report().blocked()).isFalse();
        assertThat(plan.explain()).contains("need 5.77 MiB [4.12 MiB to 10.7 MiB] of one task's");
        assertThat(plan.aggregate().count()).isEqualTo(98);
    }

    @Test
    void aKeyOfFewerRowsThatWeighMoreIsTheOneThatCounts() throws Exception {
        Dataset<Row> frame = spark.range(0, 60_000, 1, 8)
                .selectExpr(
                        "if(id % 100 < 60, 'light', 'heavy') as tenant",
                        "if(id % 100 < 60, 'x', repeat(hex(id), 250)) as item");

        SkewAggregatePlan plan = SkewAggregate.of(frame)
                .by("tenant")
                .collectList("item", "items")
                .set("spark.guard.fleet.memory-per-worker", "20m")
                .plan();

        assertThat(plan.report().blocked())
                .as("24,000 values of about 1,000 bytes: %s", plan.explain())
                .isTrue();
        assertThat(plan.explain()).contains("tenant=<hidden key 2>");
    }

    @Test
    void aSetOrAColumnOfNullsIsNotRefusedForItsRows() throws Exception {
        SkewAggregatePlan set = SkewAggregate.of(rows)
                .by("tenant")
                .collectSet("item", "items")
                .set("spark.guard.fleet.memory-per-worker", "4m")
                .plan();
        SkewAggregatePlan nulls = SkewAggregate.of(rows.withColumn("rare", expr("if(ms < 100, item, null)")))
                .by("tenant")
                .collectList("rare", "items")
                .set("spark.guard.fleet.memory-per-worker", "4m")
                .plan();

        assertThat(set.report().blocked()).as("values may repeat").isFalse();
        assertThat(set.explain()).contains("WARN", "may run out of memory");
        assertThat(nulls.report().blocked()).as("100 values").isFalse();
    }

    @Test
    void whatMayReadOtherwiseTheSecondTimeIsLeftToSpark() {
        HotKeys hot = CountedKeys.hot(rows, 4, 2, "tenant");

        Dataset<Row> firstOfSession = rows.withColumn(
                        "n", expr("row_number() over (partition by user order by tenant)"))
                .where("n = 1");
        for (Dataset<Row> frame :
                List.of(rows.limit(50_000), rows.withColumn("ms", functions.rand(1)), firstOfSession)) {
            SkewAggregatePlan plan = SkewAggregate.of(frame)
                    .by("tenant")
                    .percentile("ms", 0.5, "median")
                    .plan(hot);

            assertThat(plan.isTreated()).isFalse();
            assertThat(plan.explain()).contains("may give other rows when it is read again");
        }
    }

    @Test
    void rowsBehindAShuffleAreNotSampled() throws Exception {
        Dataset<Row> shuffled =
                rows.groupBy("tenant", "user").agg(functions.max("ms").as("ms"));

        SkewAggregatePlan plan = SkewAggregate.of(shuffled)
                .by("tenant")
                .percentile("ms", 0.5, "median")
                .plan();

        assertThat(plan.isTreated()).isFalse();
        assertThat(plan.explain()).contains("Spark's own, because", "shuffle");
        assertThat(plan.aggregate().count()).isEqualTo(98);
    }

    @Test
    void aKeyThatHasNoOneHashIsLeftToSpark() {
        Dataset<Row> nested = rows.withColumn("pair", expr("struct(tenant)"));

        SkewAggregatePlan plan = SkewAggregate.of(nested)
                .by("pair")
                .percentile("ms", 0.5, "median")
                .plan(CountedKeys.hot(nested, 4, 2, "pair"));

        assertThat(plan.isTreated()).isFalse();
        assertThat(plan.explain()).contains("key column pair is a struct<tenant:string>");
    }

    @Test
    void aFloatBehindAShuffleIsNotShuffledByItsValue() {
        Dataset<Row> sums =
                rows.groupBy("tenant", "user").agg(functions.sum("ms").as("ms"));
        HotKeys hot = CountedKeys.hot(rows, 4, 2, "tenant");

        assertThat(SkewAggregate.of(sums)
                        .by("tenant")
                        .percentile("ms", 0.5, "median")
                        .plan(hot)
                        .isTreated())
                .isFalse();
        assertThat(SkewAggregate.of(sums)
                        .by("ms")
                        .collectSet("user", "users")
                        .plan(hot)
                        .explain())
                .contains("key column ms is a double behind a shuffle");
    }

    @Test
    void aStreamIsLeftToSpark() throws Exception {
        Dataset<Row> stream = spark.readStream().format("rate").load();
        SkewAggregate grouping = SkewAggregate.of(stream).by("timestamp").percentile("value", 0.5, "median");

        assertThat(grouping.plan().explain()).contains("Spark's own, because the frame is a stream");
        assertThat(grouping.plan().aggregate().isStreaming()).isTrue();
        assertThat(grouping.plan(CountedKeys.hot(rows, 4, 2, "tenant")).isTreated())
                .isFalse();
    }

    @Test
    void oddColumnNamesAreNames() {
        Dataset<Row> odd = rows.select(
                col("tenant").as("a.b"), col("ms").as("value"), col("user").as("the `user`"));

        SkewAggregatePlan plan = SkewAggregate.of(odd)
                .by("A.B")
                .percentile("value", 0.5, "key_0")
                .collectSet("the `user`", "x y")
                .plan(CountedKeys.hot(odd, 4, 2, "`a.b`"));

        assertThat(plan.isTreated()).isTrue();
        assertThat(plan.aggregate().columns()).containsExactly("a.b", "key_0", "x y");
        assertThat(plan.aggregate().count()).isEqualTo(98);
        assertThatThrownBy(() -> SkewAggregate.of(odd).by("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The frame has no column nothing; it has a.b, value, the `user`");
    }

    /** What the class says of Spark: a count of distinct values needs no treatment. */
    @Test
    void sparkSpreadsTheDistinctValuesOfAHotKeyItself() {
        String plan = QueryExecutions.of(rows.groupBy("tenant").agg(functions.count_distinct(col("item"))))
                .toString();

        assertThat(plan).containsPattern("hashpartitioning\\(tenant#\\d+, item#\\d+");
    }
}
