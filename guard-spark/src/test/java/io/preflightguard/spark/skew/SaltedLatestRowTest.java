package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.skew.HotKeys;
import io.preflightguard.spark.TestSpark;
import io.preflightguard.spark.internal.QueryExecutions;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class SaltedLatestRowTest {

    private static final String GROUP_LIMIT = "spark.sql.window.group.limit.threshold";

    private final SparkSession spark = TestSpark.session();

    /**
     * 240 random cases in one frame, each with keys of its own: some NULL, orderings that repeat and are null, rows that differ
     * only in a map or in nothing at all.
     */
    private final Dataset<Row> rows = spark.range(0, 24_000, 1, 4)
            .selectExpr("id % 240 as seed", "xxhash64(id, 7) as r")
            .selectExpr(
                    "seed",
                    "if(abs(r) % 7 = 0, null, concat('k', abs(r) % (1 + seed % 9))) as key",
                    "if(abs(r div 10) % 6 = 0, null, double(abs(r div 10) % (2 + seed % 40))) as ts",
                    "int(abs(r div 100) % 3) as version",
                    "map('a', abs(r div 1000) % 4, 'b', null) as labels",
                    "array(concat('x', abs(r div 7000) % 4)) as tags",
                    "cast(concat('y', abs(r div 9000) % 2) as binary) as payload");

    private final HotKeys hot = CountedKeys.everySecond(rows, "seed", "key");

    @Test
    void givesTheRowThatAPlainWindowGives() {
        Dataset<Row> latest = by(rows).plan(hot).rows();
        Dataset<Row> oracle = rows.selectExpr(
                        "*",
                        "row_number() over (partition by seed, key order by ts desc nulls last, version desc,"
                                + " map_values(labels)[0] desc, tags desc, payload desc) as n")
                .where("n = 1")
                .drop("n");

        assertThat(by(rows).plan(hot).isTreated()).isTrue();
        assertThat(latest.schema()).isEqualTo(rows.schema());
        assertThat(RowTexts.sorted(latest)).isEqualTo(RowTexts.sorted(oracle)).hasSizeGreaterThan(240 * 3);
    }

    @Test
    void takesTheSameRowHoweverTheInputIsCut() throws Exception {
        Dataset<Row> other = rows.repartition(7, col("payload"), col("version")).sortWithinPartitions("labels.a");

        assertThat(RowTexts.sorted(by(other).plan(hot).rows()))
                .isEqualTo(RowTexts.sorted(by(rows).plan(hot).rows()))
                .isEqualTo(RowTexts.sorted(by(rows).plan().rows()));
    }

    @Test
    void sparkKeepsOneRowAKeyInEachMapTaskItself() throws Exception {
        SaltedLatestRowPlan plan = by(rows).plan();

        assertThat(plan.isTreated()).isFalse();
        assertThat(plan.explain())
                .isEqualTo("latest row by ts, version of each seed, key: one window,"
                        + " because Spark keeps one row a key in each map task before the shuffle");
        assertThat(QueryExecutions.of(plan.rows()).toString()).containsPattern("WindowGroupLimit .*Partial");
    }

    @Test
    void whereTheSessionSwitchedThatOffHotKeysAreCut() throws Exception {
        Dataset<Row> skewed = rows.withColumn("key", expr("if(seed % 10 < 9, 'acme', key)"));
        spark.conf().set(GROUP_LIMIT, "-1");
        try {
            SaltedLatestRowPlan plan = SaltedLatestRow.of(skewed)
                    .by("key")
                    .latestBy("ts")
                    .set("spark.guard.skew.max-ratio", "2")
                    .plan();

            assertThat(plan.isTreated()).isTrue();
            assertThat(plan.explain())
                    .contains("key=<hidden key 1> with 90.0 % of the rows cut into up to 4 buckets each")
                    .doesNotContain("acme");
            assertThat(RowTexts.sorted(plan.rows()))
                    .isEqualTo(RowTexts.sorted(SaltedLatestRow.of(skewed)
                            .by("key")
                            .latestBy("ts")
                            .set("spark.guard.mode", "off")
                            .plan()
                            .rows()));
        } finally {
            spark.conf().unset(GROUP_LIMIT);
        }
    }

    /** A retried map task would make other identifiers, and put its rows into other buckets. */
    @Test
    void rowsThatARetriedTaskMakesAnewAreNotCut() throws Exception {
        Dataset<Row> marked = rows.withColumn("uid", expr("uuid()"));
        spark.conf().set(GROUP_LIMIT, "-1");
        try {
            for (SaltedLatestRowPlan plan :
                    List.of(by(marked).plan(hot), by(marked).plan())) {
                assertThat(plan.isTreated()).isFalse();
                assertThat(plan.explain())
                        .endsWith("one window, because the frame may give other rows when a task is retried (rand(),"
                                + " limit, row_number() or the like); write it to files first");
                assertThat(plan.rows().count())
                        .isEqualTo(by(rows).plan(hot).rows().count());
            }
        } finally {
            spark.conf().unset(GROUP_LIMIT);
        }
    }

    @Test
    void aColumnOfItsOwnNamesDoesNotDisturbIt() throws Exception {
        Dataset<Row> odd = rows.withColumn("preflight_guard_rank", functions.lit(7))
                .withColumn("preflight_guard_bucket", functions.lit("a.b"));

        assertThat(by(odd).plan(hot).rows().columns()).isEqualTo(odd.columns());
        assertThat(by(odd).plan(hot).rows().where("preflight_guard_rank = 7").count())
                .isEqualTo(by(rows).plan().rows().count());
    }

    @Test
    void twoColumnsOfOneNameAreAnError() {
        Dataset<Row> twice = rows.withColumn("copy", col("ts")).withColumnRenamed("copy", "TS");

        assertThatThrownBy(() ->
                        SaltedLatestRow.of(twice).by("key").latestBy("version").plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The frame has several columns ts");
    }

    private static SaltedLatestRow by(Dataset<Row> frame) {
        return SaltedLatestRow.of(frame).by("seed", "key").latestBy("ts", "version");
    }
}
