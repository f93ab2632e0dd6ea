package io.preflightguard;

import static io.preflightguard.TestReports.check;
import static io.preflightguard.TestReports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Outcome.SkipReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightReportTest {

    private static final Outcome PASSED = new Outcome.Passed("100 rows", List.of());

    @Test
    void passesOnlyIfEveryApplicableCheckExaminedSomething() {
        assertThat(report(Mode.ENFORCE, check(PASSED)).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report(Mode.ENFORCE, check(PASSED), check(skipped(SkipReason.NOT_APPLICABLE)))
                        .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = SkipReason.class,
            names = {"NOT_POSSIBLE", "UNDECIDED", "OUT_OF_TIME"})
    void isIncompleteWhenACheckThatAppliesDidNotLook(SkipReason reason) {
        assertThat(report(Mode.ENFORCE, check(PASSED), check(skipped(reason))).verdict())
                .isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void isIncompleteWhenNothingWasExaminedAtAll() {
        assertThat(report(Mode.ENFORCE, check(skipped(SkipReason.NOT_APPLICABLE)))
                        .verdict())
                .isEqualTo(Verdict.INCOMPLETE);
        assertThat(report(Mode.ENFORCE).verdict()).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void isIncompleteWhenACheckFailedItself() {
        PreflightReport report = report(Mode.ENFORCE, check(PASSED), check(new Outcome.Errored("gone", "Look.")));

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.blocked())
                .as("a failure of the guard does not block by default")
                .isFalse();
    }

    @Test
    void blocksOnAFailureOfTheGuardIfTold() {
        PreflightReport report = new PreflightReport(
                "flights",
                Mode.ENFORCE,
                true,
                List.of(check(new Outcome.Errored("the registry is gone", "Look."))),
                List.of(),
                Cost.none(),
                Map.of());

        assertThat(report.blocked()).isTrue();
        assertThat(report.headline())
                .isEqualTo("[PREFLIGHT_ERROR] 1 check could not be made for flights: check: the registry is gone");
    }

    @Test
    void refusesInEnforceModeOnly() {
        for (Mode mode : Mode.values()) {
            PreflightReport report = report(mode, check(new Outcome.Violated(List.of(TestReports.skew()))));
            assertThat(report.blocked()).as("blocked in %s", mode).isEqualTo(mode == Mode.ENFORCE);
        }
    }

    @Test
    void aWarningDoesNotBlock() {
        PreflightReport report = report(Mode.ENFORCE, check(new Outcome.Violated(List.of(TestReports.disk()))));

        assertThat(report.verdict()).isEqualTo(Verdict.WARNED);
        assertThatCode(report::throwIfBlocked).doesNotThrowAnyException();
    }

    @Test
    void aRepairedFindingDoesNotBlock() {
        Finding skew = TestReports.skew();
        PreflightReport report = report(Mode.ENFORCE, check(PASSED), check(new Outcome.Violated(List.of(skew))))
                .withApplied(List.of(new AppliedRemedy(skew, skew.remedies().get(0))));

        assertThat(report.verdict()).isEqualTo(Verdict.REPAIRED);
        assertThat(report.blocked()).isFalse();
    }

    @Test
    void refusalSaysItAllInItsFirstLine() {
        PreflightReport report = TestReports.full();

        assertThatThrownBy(report::throwIfBlocked)
                .isInstanceOfSatisfying(PreflightViolationException.class, refusal -> {
                    String first = refusal.getMessage().lines().findFirst().orElseThrow();
                    assertThat(first)
                            .startsWith("[KEY_SKEW] 2 blocking findings for flights: origin=ORD: has 61 %")
                            .hasSizeLessThanOrEqualTo(200);
                    assertThat(refusal.getMessage())
                            .contains("FAIL [TYPE_CHANGED] order.items[].price: int -> struct<amount: int>")
                            .contains("observed 9.80x [9.30x to 10.3x], limit 5.00x by spark.guard.skew.max-ratio")
                            .contains("Nothing was written.");
                    assertThat(refusal.report()).isSameAs(report);
                });
    }

    @Test
    void headlineIsCutToTwoHundredCharacters() {
        Finding wordy = Finding.of(
                RuleCatalog.FIELD_REMOVED,
                "x".repeat(500),
                "is gone",
                new Described("absent"),
                new Limit(new Described("int"), "table schema"),
                "Add it back.");

        assertThat(report(Mode.ENFORCE, check(new Outcome.Violated(List.of(wordy))))
                        .headline())
                .hasSize(200)
                .endsWith("...");
    }

    @Test
    void findingsComeGravestFirst() {
        assertThat(TestReports.full().findings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("KEY_SKEW", "TYPE_CHANGED", "LOCAL_DISK_SHORT", "FIELD_ADDED_OPTIONAL");
    }

    @Test
    void noOutcomeCanClaimMoreThanItSaw() {
        assertThatThrownBy(() -> new Outcome.Passed(" ", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcome.Passed("x", List.of(TestReports.disk())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcome.Violated(List.of(TestReports.added())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome skipped(SkipReason reason) {
        return new Outcome.Skipped(reason, "not looked", "Look.");
    }
}
