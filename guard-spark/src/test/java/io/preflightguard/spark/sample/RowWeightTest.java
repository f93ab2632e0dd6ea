package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyBytes;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.SplitBytes;
import io.preflightguard.spark.TestSpark;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** What rows weigh, in all and by key. */
class RowWeightTest {

    private static final KeyColumn KEY = KeyColumn.of(KeyRole.KEY_COLUMN, List.of("key"));

    private final SparkSession spark = TestSpark.session();

    @Test
    void rowsOfOneKeyWeighWhatTheyAre() throws Exception {
        Dataset<Row> frame = spark.range(0, 8_000, 1, 4)
                .selectExpr(
                        "if(id % 10 = 0, 'wide', concat('k', id % 3)) as key",
                        "if(id % 10 = 0, repeat('x', 1000), 'y') as text");

        Sampled sampled = TestSamples.read(frame, TestSamples.weighing(frame, KEY), GuardConfig.defaults());

        int wide = hash("wide");
        for (SplitBytes split : sampled.samples().get(0).weighed()) {
            assertThat(split.rows()).isEqualTo(2_000);
            assertThat(split.keys()).hasSize(4);
            KeyBytes key = split.keys().stream()
                    .filter(bytes -> bytes.hash() == wide)
                    .findFirst()
                    .orElseThrow();
            // 4 of length, 8 of null bits, 8 a column, then 'wide' and 1,000 letters in words of 8 bytes.
            assertThat(key).isEqualTo(new KeyBytes(wide, 200, 200 * (4 + 8 + 16 + 8 + 1000)));
            assertThat(split.bytes()).isEqualTo(200L * 1036 + 1800L * (4 + 8 + 16 + 8 + 8));
        }
        assertThat(sampled.rows().bytes().raw().value()).isEqualTo((200 * 1036 + 1800 * 44) / 2000.0);
    }

    @Test
    void theHashesOfKeysWeighNothing() throws Exception {
        // 64 columns fill the words of null bits: one more column would add a word to each row.
        Dataset<Row> frame = spark.range(0, 1_000, 1, 2)
                .selectExpr(IntStream.range(0, 64).mapToObj(i -> "id as c" + i).toArray(String[]::new))
                .toDF();
        KeyColumn[] keys = IntStream.range(0, 3)
                .mapToObj(i -> KeyColumn.of(KeyRole.KEY_COLUMN, List.of("c" + i)))
                .toArray(KeyColumn[]::new);

        for (SampleRequest request : List.of(TestSamples.weighing(frame, keys), TestSamples.weighing(frame))) {
            assertThat(TestSamples.read(frame, request, GuardConfig.defaults())
                            .rows()
                            .bytes()
                            .raw()
                            .value())
                    .isEqualTo(4 + 8 + 64 * 8);
        }
        Dataset<Row> shuffled = frame.repartition(2);
        assertThat(TestSamples.read(
                                shuffled,
                                TestSamples.weighing(shuffled, keys),
                                TestSamples.config("allow-shuffle", "true"))
                        .rows()
                        .bytes()
                        .raw()
                        .value())
                .as("with the texts of keys behind, too")
                .isEqualTo(4 + 8 + 64 * 8);
    }

    @Test
    void rareKeysAreLeftOut() throws Exception {
        Dataset<Row> frame = spark.range(0, 20_000, 1, 1)
                .selectExpr("if(id < 19, 'rare', if(id < 39, 'listed', concat('k', id % 100))) as key");

        SplitBytes weighed = TestSamples.read(frame, TestSamples.weighing(frame, KEY), GuardConfig.defaults())
                .samples()
                .get(0)
                .weighed()
                .get(0);

        assertThat(weighed.keys())
                .extracting(KeyBytes::hash)
                .contains(hash("listed"))
                .doesNotContain(hash("rare"));
    }

    @Test
    void wideRowsAtTheEndOfAPartitionAreWeighed() throws Exception {
        Dataset<Row> frame = spark.range(0, 800_000, 1, 4)
                .selectExpr(
                        "if(id % 200000 < 180000, 'narrow', 'wide') as key",
                        "if(id % 200000 < 180000, 'x', repeat('x', 200)) as text");

        Sampled sampled = TestSamples.read(frame, TestSamples.weighing(frame, KEY), GuardConfig.defaults());

        double truth = 0.9 * (4 + 8 + 16 + 8 + 8) + 0.1 * (4 + 8 + 16 + 8 + 200);
        assertThat(sampled.rows().bytes().raw().value()).isEqualTo(truth, within(1e-6));
        assertThat(sampled.rows().truncated()).isFalse();
        long wide = sampled.samples().get(0).weighed().stream()
                .flatMap(split -> split.keys().stream())
                .filter(key -> key.hash() == hash("wide"))
                .mapToLong(KeyBytes::rows)
                .sum();
        long all = sampled.samples().get(0).weighed().stream()
                .mapToLong(SplitBytes::rows)
                .sum();
        assertThat((double) wide / all)
                .as("wide rows among those weighed by key")
                .isBetween(0.03, 0.2);
    }

    @Test
    void aKeyThatTheShuffledRowsLackIsStillCounted() throws Exception {
        Dataset<Row> frame = spark.range(0, 100, 1, 2).selectExpr("id", "'a' as key");

        Sampled sampled = TestSamples.read(
                frame,
                new SampleRequest(
                        List.of(KEY), new SampleRequest.Weighing(frame.drop("key"), null, List.of(), List.of())),
                GuardConfig.defaults());

        assertThat(sampled.samples().get(0).rows()).isEqualTo(100);
        assertThat(sampled.samples().get(0).weighed())
                .allSatisfy(split -> assertThat(split.keys()).isEmpty());
    }

    @Test
    void rowsThatLieInFewPartitionsAreWeighedThere() throws Exception {
        Dataset<Row> frame = spark.range(0, 64_000, 1, 64)
                .where("id >= 40000 and id < 41000")
                .selectExpr("'a' as key");

        Sampled sampled =
                TestSamples.read(frame, TestSamples.weighing(frame, KEY), TestSamples.config("max-partitions", "64"));

        assertThat(sampled.rowsRead()).isEqualTo(1_000);
        assertThat(sampled.rows()).as("weights").isNotNull();
        assertThat(sampled.rows().rowsRead()).isEqualTo(1_000);
    }

    private int hash(String key) {
        return spark.range(1).select(functions.hash(functions.lit(key))).head().getInt(0);
    }
}
