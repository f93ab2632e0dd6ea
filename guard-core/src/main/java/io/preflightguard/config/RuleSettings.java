package io.preflightguard.config;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much rules matter to this user, where that differs from the guard's own view. Written as
 * {@code ENUM_SYMBOL_ADDED=warn, FIELD_REMOVED@legacy.*=off}: a rule, where it holds if not everywhere ({@code *} stands
 * for any text), and fail, warn, info or off. The longest path that fits wins. Immutable and thread-safe.
 */
public final class RuleSettings {

    private static final RuleSettings NONE = new RuleSettings(List.of());

    private final List<Setting> settings;

    /**
     * @param path as the user wrote it; empty where the setting holds everywhere
     * @param severity empty for off
     */
    private record Setting(Rule rule, String path, Pattern pattern, Optional<Severity> severity) {}

    private RuleSettings(List<Setting> settings) {
        this.settings = List.copyOf(settings);
    }

    /** Every rule as the guard sees it. */
    public static RuleSettings none() {
        return NONE;
    }

    /**
     * Reads settings.
     *
     * @throws IllegalArgumentException in one line, naming what is expected, for an unknown rule or severity
     */
    public static RuleSettings parse(String text) {
        List<Setting> settings = new ArrayList<>();
        for (String item : Parsers.names(text)) {
            int equals = item.lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("expected RULE=fail, warn, info or off, got '" + item + "'");
            }
            String subject = item.substring(0, equals).trim();
            int at = subject.indexOf('@');
            String id = at < 0 ? subject : subject.substring(0, at);
            String path = at < 0 ? "" : subject.substring(at + 1);
            if (at >= 0 && path.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a path after @ in '" + item + "'; without @ the setting holds everywhere");
            }
            settings.add(new Setting(
                    rule(id),
                    path,
                    pattern(path),
                    severity(item.substring(equals + 1).trim())));
        }
        return new RuleSettings(settings);
    }

    /** How much a finding matters here; empty if it is switched off. */
    public Optional<Severity> severity(Rule rule, String subject, Severity given) {
        Setting best = null;
        for (Setting setting : settings) {
            if (setting.rule().equals(rule)
                    && setting.pattern().matcher(subject).matches()
                    && (best == null || setting.path().length() >= best.path().length())) {
                best = setting;
            }
        }
        return best == null ? Optional.of(given) : best.severity();
    }

    /** The result as these settings see it. What is switched off is still counted in what was examined. */
    public CheckResult applyTo(CheckResult result) {
        List<Finding> given = result.outcome().findings();
        if (settings.isEmpty() || given.isEmpty()) {
            return result;
        }
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : given) {
            severity(finding.rule(), finding.subject(), finding.severity())
                    .ifPresent(severity -> kept.add(new Finding(
                            finding.rule(),
                            severity,
                            finding.subject(),
                            finding.message(),
                            finding.observed(),
                            finding.limit(),
                            finding.suggestion(),
                            finding.remedies())));
        }
        int off = given.size() - kept.size();
        String examined = examined(result.outcome());
        String stated = examined
                + (examined.isEmpty() || off == 0 ? "" : ", ")
                + (off == 0 ? "" : off + (off == 1 ? " finding" : " findings") + " switched off by spark.guard.rules");
        return new CheckResult(
                result.check(), Outcome.of(stated.isEmpty() ? "as found" : stated, kept), result.measurements());
    }

    private static String examined(Outcome outcome) {
        if (outcome instanceof Outcome.Passed passed) {
            return passed.examined();
        }
        return outcome instanceof Outcome.Violated violated ? violated.examined() : "";
    }

    private static Rule rule(String id) {
        return RuleCatalog.find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no rule " + id + "; the nearest is "
                        + Nearest.to(
                                id, RuleCatalog.all().stream().map(Rule::id).toList())));
    }

    private static Pattern pattern(String path) {
        String[] parts = (path.isEmpty() ? "*" : path).split("\\*", -1);
        String regex =
                String.join(".*", Arrays.stream(parts).map(Pattern::quote).toList());
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static Optional<Severity> severity(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "fail" -> Optional.of(Severity.FAIL);
            case "warn" -> Optional.of(Severity.WARN);
            case "info" -> Optional.of(Severity.INFO);
            case "off" -> Optional.empty();
            default -> throw new IllegalArgumentException("expected fail, warn, info or off, got '" + text + "'");
        };
    }
}
