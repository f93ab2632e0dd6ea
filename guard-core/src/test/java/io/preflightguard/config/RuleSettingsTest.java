package io.preflightguard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSettingsTest {

    @Test
    void theLongestPathThatFitsWins() {
        RuleSettings settings = RuleSettings.parse(
                "FIELD_REMOVED=warn, FIELD_REMOVED@legacy.*=off, FIELD_REMOVED@legacy.id=fail, TYPE_WIDENED=info");

        assertThat(settings.severity(RuleCatalog.FIELD_REMOVED, "price", Severity.FAIL))
                .contains(Severity.WARN);
        assertThat(settings.severity(RuleCatalog.FIELD_REMOVED, "legacy.name", Severity.FAIL))
                .isEmpty();
        assertThat(settings.severity(RuleCatalog.FIELD_REMOVED, "legacy.id", Severity.WARN))
                .contains(Severity.FAIL);
        assertThat(settings.severity(RuleCatalog.FIELD_REMOVED, "legacyXname", Severity.FAIL))
                .as("a dot is a dot")
                .contains(Severity.WARN);
        assertThat(settings.severity(RuleCatalog.TYPE_CHANGED, "price", Severity.FAIL))
                .as("not mentioned")
                .contains(Severity.FAIL);
    }

    @Test
    void pathsOfListsAndMapsAreTakenLiterally() {
        RuleSettings settings = RuleSettings.parse("TYPE_CHANGED@items[].labels{}=off");

        assertThat(settings.severity(RuleCatalog.TYPE_CHANGED, "items[].labels{}", Severity.FAIL))
                .isEmpty();
        assertThat(settings.severity(RuleCatalog.TYPE_CHANGED, "items.labels", Severity.FAIL))
                .contains(Severity.FAIL);
    }

    @Test
    void whatIsSwitchedOffIsCountedInWhatWasExamined() {
        CheckResult result =
                new CheckResult("schema", new Outcome.Violated("3 fields", List.of(finding("a"), finding("b"))));

        CheckResult one = RuleSettings.parse("FIELD_REMOVED@a=off").applyTo(result);
        CheckResult none = RuleSettings.parse("FIELD_REMOVED=off").applyTo(result);

        assertThat(one.outcome())
                .isEqualTo(new Outcome.Violated(
                        "3 fields, 1 finding switched off by spark.guard.rules", List.of(finding("b"))));
        assertThat(none.outcome())
                .isEqualTo(new Outcome.Passed("3 fields, 2 findings switched off by spark.guard.rules", List.of()));
    }

    @Test
    void aCheckWithoutFindingsStaysAsItIs() {
        CheckResult skipped = new CheckResult(
                "schema", new Outcome.Skipped(Outcome.SkipReason.NOT_CONFIGURED, "no contract", "Give one."));

        assertThat(RuleSettings.parse("FIELD_REMOVED=off").applyTo(skipped)).isSameAs(skipped);
    }

    @Test
    void whatIsWrongIsNamedWithWhatIsNearest() {
        assertThatThrownBy(() -> RuleSettings.parse("FIELD_REMOVE=warn"))
                .hasMessage("there is no rule FIELD_REMOVE; the nearest is FIELD_REMOVED");
        assertThatThrownBy(() -> RuleSettings.parse("FIELD_REMOVED=error"))
                .hasMessage("expected fail, warn, info or off, got 'error'");
        assertThatThrownBy(() -> RuleSettings.parse("FIELD_REMOVED"))
                .hasMessage("expected RULE=fail, warn, info or off, got 'FIELD_REMOVED'");
    }

    private static Finding finding(String subject) {
        return Finding.of(
                RuleCatalog.FIELD_REMOVED,
                subject,
                "is gone",
                new Described("absent"),
                new Limit(new Described("int"), "contract"),
                "Add it back.");
    }
}
