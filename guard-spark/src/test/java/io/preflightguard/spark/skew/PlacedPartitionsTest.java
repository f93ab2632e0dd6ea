package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.spark.TestSpark;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacedPartitionsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 61})
    void everyRowGoesWhereTheColumnSaysAndNoPartitionStaysEmpty(int partitions) {
        Dataset<Row> placed = PlacedPartitions.place(numbers(), partitions, column(partitions));

        List<Row> found = placed.select(
                        column(partitions).as("wanted"),
                        functions.spark_partition_id().as("found"))
                .groupBy("wanted")
                .agg(functions.min("found"), functions.max("found"))
                .collectAsList();

        assertThat(placed.javaRDD().getNumPartitions()).isEqualTo(partitions);
        assertThat(found).hasSize(partitions).allSatisfy(row -> {
            assertThat(row.getInt(1)).isEqualTo(row.getInt(0));
            assertThat(row.getInt(2)).isEqualTo(row.getInt(0));
        });
    }

    @Test
    void aPartitionNumberBelowOneIsRefused() {
        assertThatThrownBy(() -> PlacedPartitions.place(numbers(), 0, lit(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
    }

    @Test
    void theContentHashTellsRowsApartAndLeavesOutWhatCannotBeHashed() {
        Dataset<Row> rows = numbers().withColumn("m", functions.map(lit(1), col("id")));

        Column hash = PlacedPartitions.contentHash(rows).orElseThrow();

        assertThat(rows.select(hash).distinct().count()).isEqualTo(1_000);
        assertThat(PlacedPartitions.contentHash(rows.select("m"))).isEmpty();
    }

    private static Dataset<Row> numbers() {
        return TestSpark.session().range(0, 1_000, 1, 3).toDF("id");
    }

    private static Column column(int partitions) {
        return functions.pmod(col("id"), lit(partitions)).cast("int");
    }
}
