package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Remedy;
import io.preflightguard.spark.TestSpark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpreaderTest {

    private final SparkSession spark = TestSpark.session();
    private final Dataset<Row> rows = spark.range(0, 100_000, 1, 4)
            .selectExpr("id", "case when id % 10 < 8 then 'hot' when id % 10 = 8 then 'cold' else 'new' end as key");
    private final Remedy.SpreadKeys plan =
            new Remedy.SpreadKeys("key", Map.of("hot", List.of(0, 1, 2, 3, 4, 6), "cold", List.of(5)), 8);

    @Test
    void sendsEveryKeyWhereThePlanSays() {
        Map<String, TreeSet<Integer>> partitions = new HashMap<>();
        Map<Integer, Long> hotRows = new HashMap<>();
        spread().groupBy(col("key"), spark_partition_id().as("p"))
                .count()
                .collectAsList()
                .forEach(row -> {
                    partitions
                            .computeIfAbsent(row.getString(0), unused -> new TreeSet<>())
                            .add(row.getInt(1));
                    if (row.getString(0).equals("hot")) {
                        hotRows.put(row.getInt(1), row.getLong(2));
                    }
                });

        assertThat(partitions.get("hot")).containsExactly(0, 1, 2, 3, 4, 6);
        assertThat(partitions.get("cold")).containsExactly(5);
        assertThat(partitions.get("new")).as("a key the plan does not know").hasSize(1);
        assertThat(hotRows.values()).as("hot rows a partition, of 13,333").allSatisfy(count -> assertThat(count)
                .isBetween(12_800L, 13_900L));
    }

    @Test
    void keepsEveryRowAndColumn() {
        assertThat(spread().columns()).isEqualTo(rows.columns());
        assertThat(content(spread())).isEqualTo(content(rows));
    }

    @Test
    void sendsEveryRowToTheSamePartitionEachTime() {
        assertThat(placement()).isEqualTo(placement());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 200, 1000})
    void everySlotHasAStandInThatSparkHashesToIt(int slots) {
        int[] standIns = SlotOf.standIns(slots);

        assertThat(standIns).hasSize(slots);
        List<Row> hashed = spark.createDataset(IntStream.of(standIns).boxed().toList(), Encoders.INT())
                .toDF("n")
                .selectExpr("pmod(hash(n), " + slots + ")")
                .collectAsList();
        for (int slot = 0; slot < slots; slot++) {
            assertThat(hashed.get(slot).getInt(0))
                    .as("slot of %s", standIns[slot])
                    .isEqualTo(slot);
        }
    }

    private Dataset<Row> spread() {
        return KeySpreader.spread(rows, plan, col("key"), col("id"));
    }

    private String placement() {
        return spread().withColumn("p", spark_partition_id())
                .selectExpr("sum(cast(hash(id, p) as bigint))")
                .collectAsList()
                .toString();
    }

    private static String content(Dataset<Row> frame) {
        return frame.select(hash(col("id"), col("key")).cast("bigint").as("h"))
                .selectExpr("count(*)", "sum(h)", "bit_xor(h)")
                .collectAsList()
                .toString();
    }
}
