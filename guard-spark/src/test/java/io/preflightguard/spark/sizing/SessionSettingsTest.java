package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.sizing.AdaptiveShuffle;
import io.preflightguard.sizing.SettingRules;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.spark.ShuffleActs;
import io.preflightguard.spark.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings that do nothing, on the Spark that ignores them. */
class SessionSettingsTest {

    private static final String CODEC = "spark.io.compression.codec";
    private static final String ADVISORY = "spark.sql.adaptive.advisoryPartitionSizeInBytes";
    private static final String PARALLELISM_FIRST = "spark.sql.adaptive.coalescePartitions.parallelismFirst";

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
    void sparkRejectsACodecThatIsSetWhileItRuns() {
        assertThatThrownBy(() -> session.conf().set(CODEC, "zstd")).hasMessageContaining("CANNOT_MODIFY_CONFIG");
        assertThat(found()).isEmpty();
    }

    @Test
    void aCodecThatABuilderAsksForOnARunningSparkIsNotTheOneInEffect() {
        SparkSession.builder().config(CODEC, "zstd").getOrCreate();

        assertThat(session.conf().get(CODEC)).isEqualTo("zstd");
        assertThat(session.sparkContext().getConf().get(CODEC, "lz4"))
                .as("in effect")
                .isEqualTo("lz4");
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SETTING_REJECTED);
            assertThat(finding.suggestion()).contains("--conf spark.io.compression.codec=zstd");
        });
    }

    @Test
    void anAdvisedSizeIsIgnoredUnderParallelismFirst() throws Exception {
        Dataset<Row> rows = session.range(0, 300_000, 1, 4).selectExpr("id", "sha2(string(id), 256) as text");
        session.conf().set("spark.sql.shuffle.partitions", "32");
        session.conf().set(ADVISORY, "1g");

        ShuffleActs ignored = ShuffleActs.of(session, () -> sorted(rows));
        session.conf().set(PARALLELISM_FIRST, "false");
        ShuffleActs heeded = ShuffleActs.of(session, () -> sorted(rows));

        assertThat(ignored.readingTasks()).as("both cores are kept busy").isGreaterThan(1);
        assertThat(heeded.readingTasks()).isEqualTo(1);
        session.conf().set(PARALLELISM_FIRST, "true");
        AdaptiveShuffle adaptive = SessionSettings.of(session).adaptive();
        assertThat(adaptive.tasks(ignored.shuffleBytes(), 32))
                .as("predicted")
                .isBetween(ignored.readingTasks() - 1, ignored.readingTasks() + 1);
        assertThat(found(ignored.shuffleBytes())).extracting(Finding::subject).containsExactly(ADVISORY);
        session.conf().set(PARALLELISM_FIRST, "false");
        assertThat(found(ignored.shuffleBytes())).isEmpty();
    }

    @Test
    void mergingDoesNothingWhileAdaptiveExecutionIsOff() throws Exception {
        Dataset<Row> rows = session.range(0, 1_000, 1, 4).toDF();
        session.conf().set("spark.sql.shuffle.partitions", "32");
        session.conf().set(ADVISORY, "1g");
        session.conf().set("spark.sql.adaptive.enabled", "false");

        ShuffleActs acts = ShuffleActs.of(session, () -> sorted(rows));

        assertThat(acts.readingTasks()).isEqualTo(32);
        assertThat(found(acts.shuffleBytes()))
                .extracting(Finding::rule, Finding::subject)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(RuleCatalog.SETTING_IGNORED, ADVISORY));
    }

    /** Not by the column itself, in whose order the rows come. */
    private static void sorted(Dataset<Row> rows) {
        rows.sort(functions.hash(functions.col("id")))
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
    }

    private List<Finding> found() {
        return found(-1);
    }

    private List<Finding> found(double shuffleBytes) {
        SessionSettings settings = SessionSettings.of(session);
        ShuffleShape sorts =
                new ShuffleShape("sort", Estimate.exact(1, Unit.RATIO), 32, "spark.sql.shuffle.partitions", true);
        return SettingRules.judge(
                        settings.inForce(), false, settings.shuffles(), sorts, settings.adaptive(), shuffleBytes)
                .outcome()
                .findings();
    }
}
