package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RowHashTest {

    private final SparkSession spark = TestSpark.session();

    private final Dataset<Row> rows =
            spark.range(0, 1_000, 1, 4).selectExpr("id % 7 as tenant", "id % 90 as user", "double(id) / 3 as ms");

    private final Dataset<Row> sums = rows.groupBy("tenant").agg(sum("ms").as("total"));

    @Test
    void aFloatThatComesFromTheSourceIsSteady() {
        assertThat(RowHash.hasSteadyFloats(rows)).isTrue();
        assertThat(filled(rows, RowHash::hasSteadyFloats)).as("cached").isTrue();
    }

    @Test
    void aSumOfFloatsIsNot() {
        assertThat(RowHash.hasSteadyFloats(sums)).isFalse();
        assertThat(RowHash.of(sums, List.of("tenant"))).isEmpty();
    }

    /** An executor is lost with its blocks, and the sum is computed again from shuffled rows in another order. */
    @Test
    void aSumOfFloatsInAFilledCacheIsNot() {
        assertThat(filled(sums, RowHash::hasSteadyFloats)).as("cached").isFalse();
        assertThat(filled(sums.selectExpr("tenant", "total + 1 as more"), RowHash::hasSteadyFloats))
                .as("cached with a projection")
                .isFalse();
        assertThat(filled(rows.join(broadcast(sums), "tenant"), RowHash::hasSteadyFloats))
                .as("cached with a broadcast of sums")
                .isFalse();
    }

    private static boolean filled(Dataset<Row> frame, Predicate<Dataset<Row>> question) {
        frame.cache();
        try {
            frame.count();
            return question.test(frame.select("*"));
        } finally {
            frame.unpersist(true);
        }
    }
}
