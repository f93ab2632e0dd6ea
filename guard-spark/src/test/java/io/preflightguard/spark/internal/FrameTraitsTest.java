package io.preflightguard.spark.internal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTraitsTest {

    private final SparkSession spark = TestSpark.session();

    private final Dataset<Row> rows = spark.range(0, 100, 1, 2)
            .selectExpr("id", "id % 7 as session", "id % 2 as ts", "double(id) as amount", "string(id) as name");

    @Test
    void aFrameThatKeepsSomeRowsOfManyIsNotRepeatable() {
        assertThat(FrameTraits.isRepeatable(rows.limit(3))).as("limit").isFalse();
        assertThat(FrameTraits.isRepeatable(rows.sample(0.5, 7))).as("sample").isFalse();
        assertThat(FrameTraits.isRepeatable(rows.dropDuplicates("session")))
                .as("dropDuplicates")
                .isFalse();
        assertThat(FrameTraits.isRepeatable(rows.withColumn("r", rand(1))))
                .as("rand")
                .isFalse();
        assertThat(FrameTraits.isRepeatable(
                        rows.withColumn("n", expr("row_number() over (partition by session order by ts)"))
                                .where("n = 1")
                                .drop("n")))
                .as("row_number with ties")
                .isFalse();
    }

    @Test
    void soIsOneWhoseSubqueryDoes() {
        rows.createOrReplaceTempView("frame_traits");
        try {
            assertThat(FrameTraits.isRepeatable(
                            spark.sql("select * from frame_traits where id in (select id from frame_traits limit 3)")))
                    .isFalse();
            assertThat(FrameTraits.isRepeatable(spark.sql("select * from frame_traits where id not in (select max(id)"
                            + " from frame_traits where ts > (select min(ts) from frame_traits))")))
                    .isTrue();
        } finally {
            spark.catalog().dropTempView("frame_traits");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first(name)",
                "last(name)",
                "any_value(name)",
                "max_by(name, ts)",
                "min_by(name, ts)",
                "mode(name)",
                "collect_list(name)",
                "collect_set(name)",
                "percentile_approx(id, 0.5)",
                "concat('x', first(name))"
            })
    void anAggregateThatGoesByTheOrderOfItsRowsIsNotRepeatable(String aggregate) {
        Dataset<Row> grouped = rows.groupBy("session").agg(expr(aggregate).as("a"));

        assertThat(FrameTraits.isRepeatable(grouped)).isFalse();
        assertThat(FrameTraits.isRepeatable(rows.join(grouped, "session"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(id)",
                "avg(id)",
                "count(*)",
                "count_if(id > 3)",
                "count(distinct name)",
                "min(name)",
                "max(struct(ts, id))",
                "approx_count_distinct(name)",
                "percentile(id, 0.5)",
                "bool_or(id > 3)",
                "bit_xor(id)",
                "sum(amount)"
            })
    void anAggregateThatDoesNotIs(String aggregate) {
        assertThat(FrameTraits.isRepeatable(rows.groupBy("session").agg(expr(aggregate))))
                .isTrue();
    }

    @Test
    void scansJoinsAndUnionsAreRepeatable() {
        Dataset<Row> other = rows.select(col("session"), col("id").as("other"));

        assertThat(FrameTraits.isRepeatable(
                        rows.join(broadcast(other), "session").union(rows.join(other, "session"))))
                .isTrue();
        assertThat(FrameTraits.isRepeatable(rows.repartition(3).orderBy("id"))).isTrue();
    }
}
