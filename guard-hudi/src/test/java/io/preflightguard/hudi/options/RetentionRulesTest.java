package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.PlainWrites.BEFORE_ONE;
import static io.preflightguard.hudi.options.PlainWrites.LINES;
import static io.preflightguard.hudi.options.PlainWrites.ONE;
import static io.preflightguard.hudi.options.PlainWrites.findings;
import static io.preflightguard.hudi.options.PlainWrites.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings cut the timeline before the cleaner; {@link RetentionTest} shows on real tables what that does. */
class RetentionRulesTest {

    private static final String MOST_KEPT = "hoodie.keep.max.commits";
    private static final String FEWEST_KEPT = "hoodie.keep.min.commits";
    private static final String RETAINED = "hoodie.cleaner.commits.retained";
    private static final String INVERTED = "WARN RETENTION_INVERTED " + MOST_KEPT;

    @ParameterizedTest
    @CsvSource({"3, 2, 4, 14", "5, 2, 10, 20", "5, 30, 10, 40"})
    void aTimelineThatIsCutBeforeTheCleanerHasItsCommitsIsWarnedOf(
            String most, String fewest, String retained, String enough) {
        for (HudiLine hudi : LINES) {
            CheckResult result =
                    RetentionRules.judge(of(hudi, "upsert", MOST_KEPT, most, FEWEST_KEPT, fewest, RETAINED, retained));

            assertThat(findings(result)).as(hudi.version()).containsExactly(INVERTED);
            assertThat(result.outcome().findings().get(0).remedies())
                    .containsExactly(new Remedy.SetWriteOption(MOST_KEPT, enough));
        }
    }

    @Test
    void defaultsCount() {
        for (HudiLine hudi : LINES) {
            assertThat(findings(RetentionRules.judge(of(hudi, "upsert", MOST_KEPT, "5"))))
                    .containsExactly(INVERTED);
            assertThat(findings(RetentionRules.judge(of(hudi, "upsert", RETAINED, "31"))))
                    .containsExactly(INVERTED);
            assertThat(RetentionRules.judge(of(hudi, "upsert", RETAINED, "30")).outcome())
                    .isInstanceOf(Outcome.Passed.class);
            assertThat(RetentionRules.judge(of(hudi, "upsert")).outcome()).isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void theGuardStaysQuietWhereHudiStretchesTheTimeline() {
        for (HudiLine hudi : LINES) {
            assertThat(RetentionRules.judge(of(hudi, "upsert", MOST_KEPT, "4", FEWEST_KEPT, "2", RETAINED, "3"))
                            .outcome())
                    .isInstanceOf(Outcome.Passed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.cleaner.policy=KEEP_LATEST_BY_HOURS",
                "hoodie.archive.automatic=false",
                "hoodie.clean.automatic=false"
            })
    void whereNothingIsCutOrCountedItIsNotAsked(String setting) {
        String[] parts = setting.split("=", -1);

        for (HudiLine hudi : LINES) {
            assertThat(RetentionRules.judge(of(hudi, "upsert", MOST_KEPT, "5", parts[0], parts[1]))
                            .outcome())
                    .isInstanceOf(Outcome.Skipped.class);
        }
    }

    @Test
    void theNewerNamesCountFromHudiOneOn() {
        assertThat(findings(RetentionRules.judge(of(ONE, "upsert", "hoodie.clean.commits.retained", "40"))))
                .containsExactly(INVERTED);
        assertThat(findings(RetentionRules.judge(of(BEFORE_ONE, "upsert", "hoodie.clean.commits.retained", "40"))))
                .isEmpty();
        String[] byHours = {MOST_KEPT, "5", "hoodie.clean.policy", "KEEP_LATEST_BY_HOURS"};
        assertThat(findings(RetentionRules.judge(of(ONE, "upsert", byHours)))).isEmpty();
        assertThat(findings(RetentionRules.judge(of(BEFORE_ONE, "upsert", byHours))))
                .containsExactly(INVERTED);
    }
}
