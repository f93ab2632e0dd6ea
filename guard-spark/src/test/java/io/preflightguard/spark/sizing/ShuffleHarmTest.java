package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.AdaptiveShuffle;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.sizing.SettingRules;
import io.preflightguard.sizing.ShuffleSettings;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.SizingRules;
import io.preflightguard.sizing.TaskSizes;
import io.preflightguard.sizing.WriteConditions;
import io.preflightguard.spark.ShuffleActs;
import io.preflightguard.spark.TestSpark;
import io.preflightguard.spark.internal.QueryExecutions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What too many partitions do to a shuffle of Spark's, and what the guard says of it. */
class ShuffleHarmTest {

    private SparkSession session;

    @BeforeEach
    void anOwnSession() {
        session = TestSpark.session().newSession();
        SparkSession.setActiveSession(session);
    }

    @AfterEach
    void backToTheSharedSession() {
        SparkSession.setActiveSession(TestSpark.session());
    }

    @Test
    void crumbsCompressBadlyAndTheAdvisedPartitionsDoNot() throws Exception {
        Dataset<Row> rows = session.range(0, 20_000, 1, 8)
                .selectExpr("id", "concat('customer number ', id % 100, ' of the north') as text");

        ShuffleActs many = written(rows.repartition(400));
        ShuffleActs few = written(rows.repartition(2));

        assertThat((double) many.shuffleBytes())
                .as("bytes of 400 partitions to those of 2, %d", few.shuffleBytes())
                .isGreaterThan(1.5 * few.shuffleBytes());
        assertThat(judged(many, 400))
                .extracting(Finding::rule)
                .containsExactly(RuleCatalog.SHUFFLE_PARTITIONS_TOO_MANY);
        assertThat(judged(many, 400)).extracting(Finding::suggestion).containsExactly("Set n to 2.");
        assertThat(judged(few, 2)).isEmpty();
    }

    @Test
    void beyond2000PartitionsAdaptiveExecutionSplitsNoSkewedJoin() {
        session.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        session.conf().set("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "20k");
        session.conf().set("spark.sql.adaptive.advisoryPartitionSizeInBytes", "20k");

        assertThat(finalPlan(2_000)).as("2,000 partitions").contains("skew=true");
        assertThat(judgedSettings()).isEmpty();
        assertThat(finalPlan(2_001)).as("2,001 partitions").doesNotContain("skew=true");
        assertThat(judgedSettings()).extracting(Finding::rule).containsExactly(RuleCatalog.MAP_STATUS_AVERAGED);
    }

    private Dataset<Row> skewedJoin() {
        Dataset<Row> left = session.range(0, 30_000, 1, 4)
                .selectExpr("if(id % 10 > 0, -1, id) as k", "sha2(string(id), 256) as text");
        return left.join(session.range(-1, 5_000, 1, 2).selectExpr("id as k", "id as other"), "k");
    }

    private String finalPlan(int partitions) {
        session.conf().set("spark.sql.shuffle.partitions", partitions);
        Dataset<Row> joined = skewedJoin();
        joined.collectAsList();
        return QueryExecutions.of(joined).executedPlan().toString();
    }

    private List<Finding> judgedSettings() {
        SessionSettings settings = SessionSettings.of(session);
        return SettingRules.judge(
                        settings.inForce(),
                        JoinProbe.shuffles(skewedJoin()),
                        settings.shuffles(),
                        null,
                        AdaptiveShuffle.off(),
                        -1)
                .outcome()
                .findings();
    }

    private ShuffleActs written(Dataset<Row> rows) throws InterruptedException {
        return ShuffleActs.of(
                session, () -> rows.write().format("noop").mode("overwrite").save());
    }

    private List<Finding> judged(ShuffleActs acts, int partitions) {
        Estimate lz4 = Estimate.exact(acts.shuffleBytes() / 20_000.0, Unit.BYTES);
        return SizingRules.judge(
                        Estimate.exact(20_000, Unit.COUNT),
                        new RowBytes(Estimate.exact(70, Unit.BYTES), "lz4", Map.of("lz4", lz4)),
                        new ShuffleShape("repartition", Estimate.exact(1, Unit.RATIO), partitions, "n", false),
                        unused -> TaskSizes.hashes(),
                        ClusterProbe.fleet(session, GuardConfig.defaults(), OptionalLong.empty()),
                        new WriteConditions(
                                AdaptiveShuffle.off(), InputPartitions.of(4), false, ShuffleSettings.DEFAULTS),
                        List.of(),
                        GuardConfig.defaults())
                .outcome()
                .findings();
    }
}
