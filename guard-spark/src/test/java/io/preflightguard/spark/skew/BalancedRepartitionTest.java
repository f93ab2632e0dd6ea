package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.skew.BalancedPlan;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.spark.TestSpark;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedRepartitionTest {

    private final SparkSession spark = TestSpark.session();

    /** 200,000 rows: 50 % of one key, 20 % NULL, the rest over 300 keys. */
    private final Dataset<Row> rows = spark.range(0, 200_000, 1, 4)
            .selectExpr(
                    "id",
                    "case when id % 10 < 5 then 'acme' when id % 10 < 7 then null else concat('k', id div 10 % 300) end as key",
                    "map('a', id) as labels");

    @ParameterizedTest
    @ValueSource(ints = {3, 16, 61})
    void everyPartitionCarriesAboutTheMean(int partitions) {
        KeyProfile profile = CountedKeys.profile(rows, "key");
        Dataset<Row> balanced = BalancedRepartition.of(rows)
                .by("key")
                .into(partitions)
                .plan(profile)
                .repartition();

        Map<Integer, Long> loads = loads(balanced);
        double mean = 200_000.0 / partitions;
        double predicted = BalancedPlan.of(profile, partitions).largestToMean().value();

        assertThat(loads).hasSize(partitions);
        assertThat(loads.values()).allSatisfy(load -> assertThat(load / mean).isBetween(1 / 1.3, 1.3));
        double largest =
                loads.values().stream().mapToLong(Long::longValue).max().orElseThrow() / mean;
        assertThat(largest / predicted)
                .as("predicted %s, was %s", predicted, largest)
                .isBetween(0.9, 1.1);
        assertThat(loads(rows.repartition(partitions, col("key"))).values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElseThrow())
                .as("Spark's own")
                .isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void keepsEveryRowAndSendsItToTheSamePartitionEachTime() throws Exception {
        BalancedRepartitionPlan plan =
                BalancedRepartition.of(rows).by("key").into(16).plan();

        assertThat(plan.isTreated()).isTrue();
        assertThat(plan.explain())
                .contains("key=NULL with 20.0 %", "cut into", "the mean before")
                .doesNotContain("acme");
        assertThat(plan.repartition().schema()).isEqualTo(rows.schema());
        assertThat(content(plan.repartition())).isEqualTo(content(rows));
        assertThat(placement(plan.repartition())).isEqualTo(placement(plan.repartition()));
    }

    @Test
    void aKeyThatIsNotHotStaysWhole() {
        Dataset<Row> balanced = BalancedRepartition.of(rows)
                .by("key")
                .into(16)
                .plan(CountedKeys.profile(rows, "key"))
                .repartition();

        Map<String, Long> partitionsPerKey = balanced
                .select(col("key"), spark_partition_id().as("p"))
                .distinct()
                .groupBy("key")
                .count()
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> String.valueOf(row.getString(0)), row -> row.getLong(1)));

        assertThat(partitionsPerKey).hasSize(302).containsEntry("acme", 8L).containsEntry("null", 4L);
        assertThat(partitionsPerKey.entrySet().stream()
                        .filter(key -> key.getKey().startsWith("k")))
                .allMatch(key -> key.getValue() == 1);
    }

    @Test
    void fallsBackWithAReason() throws Exception {
        Dataset<Row> shuffled = rows.groupBy("key").count();

        BalancedRepartitionPlan plan =
                BalancedRepartition.of(shuffled).by("key").into(5).plan();

        assertThat(plan.isTreated()).isFalse();
        assertThat(plan.explain())
                .startsWith("repartition by key into 5: Spark's own, because")
                .contains("shuffle");
        assertThat(plan.repartition().javaRDD().getNumPartitions()).isEqualTo(5);
    }

    /** A retried map task would make other identifiers, and send its rows elsewhere. */
    @Test
    void rowsThatARetriedTaskMakesAnewAreLeftToSpark() throws Exception {
        Dataset<Row> marked = rows.withColumn("uid", expr("uuid()"));
        BalancedRepartition repartition =
                BalancedRepartition.of(marked).by("key").into(16);

        for (BalancedRepartitionPlan plan :
                List.of(repartition.plan(CountedKeys.profile(rows, "key")), repartition.plan())) {
            assertThat(plan.isTreated()).isFalse();
            assertThat(plan.explain())
                    .startsWith("repartition by key into 16: Spark's own, because the frame may give other rows when a"
                            + " task is retried");
            assertThat(plan.repartition().javaRDD().getNumPartitions()).isEqualTo(16);
        }
    }

    private static Map<Integer, Long> loads(Dataset<Row> frame) {
        return frame.groupBy(spark_partition_id().as("p")).count().collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getInt(0), row -> row.getLong(1)));
    }

    private static List<Row> placement(Dataset<Row> frame) {
        return frame.withColumn("p", spark_partition_id())
                .selectExpr("sum(cast(hash(id, p) as bigint))")
                .collectAsList();
    }

    private static List<Row> content(Dataset<Row> frame) {
        return frame.selectExpr("cast(hash(id, key, labels['a']) as bigint) as h")
                .selectExpr("count(*)", "sum(h)", "bit_xor(h)")
                .collectAsList();
    }
}
