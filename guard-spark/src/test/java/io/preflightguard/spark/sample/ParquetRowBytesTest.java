package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.TestSpark;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** How many rows are encoded to know what one weighs. */
class ParquetRowBytesTest {

    private static final long ROWS_OF_A_PARTITION = 1_000;

    private final SparkSession spark = TestSpark.session();
    private final LongAccumulator partitionsRead = spark.sparkContext().longAccumulator();

    @Test
    void fourPartitionsAreEnoughWhereTheyAgree() throws Exception {
        Dataset<Row> frame = partitions(20).selectExpr("sha2(string(id), 256) as text");

        Estimate bytes = ParquetRowBytes.measure(frame, "gzip", GuardConfig.defaults());

        assertThat(partitionsRead.value()).as("partitions read").isEqualTo(4);
        assertThat(bytes.high()).as("interval").isLessThan(bytes.value() * 1.1);
    }

    @Test
    void whereTheyDifferEightAreRead() throws Exception {
        Dataset<Row> frame = partitions(20)
                .selectExpr("if(id div " + ROWS_OF_A_PARTITION + " % 2 = 0, sha2(string(id), 256), 'x') as text");

        Estimate bytes = ParquetRowBytes.measure(frame, "gzip", GuardConfig.defaults());

        assertThat(partitionsRead.value()).as("partitions read").isEqualTo(8);
        assertThat(bytes.high()).as("interval").isGreaterThan(bytes.value() * 1.1);
    }

    @Test
    void aFrameOfFewPartitionsIsReadWhole() throws Exception {
        Estimate bytes = ParquetRowBytes.measure(
                partitions(3).selectExpr("sha2(string(id), 256) as text"), "gzip", GuardConfig.defaults());

        assertThat(partitionsRead.value()).as("partitions read").isEqualTo(3);
        assertThat(bytes.value()).as("bytes of 64 hex digits").isBetween(32.0, 64.0);
    }

    private Dataset<Row> partitions(int partitions) {
        LongAccumulator read = partitionsRead;
        return spark.range(0, partitions * ROWS_OF_A_PARTITION, 1, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<Long, Long>) ids -> {
                            read.add(1);
                            return ids;
                        },
                        Encoders.LONG())
                .toDF("id");
    }
}
