package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds settings that were asked for and do nothing. Pure. */
public final class SettingRules {

    /** The name of the check. */
    public static final String CHECK = "sizing: settings";

    private static final String ADAPTIVE = "spark.sql.adaptive.";
    private static final String ADAPTIVE_ENABLED = ADAPTIVE + "enabled";
    private static final String COALESCE = ADAPTIVE + "coalescePartitions.";
    private static final String ADVISORY = ADAPTIVE + "advisoryPartitionSizeInBytes";
    private static final String PARALLELISM_FIRST = COALESCE + "parallelismFirst";
    private static final String SKEW_JOIN = ADAPTIVE + "skewJoin.enabled";

    private SettingRules() {}

    /**
     * Judges a session's settings for one write.
     *
     * @param joins whether a join of the job shuffles both of its sides
     * @param shuffles how Spark writes shuffles
     * @param shape the write's shuffles, or null if it makes none or they are not known
     * @param adaptive what adaptive execution does to them
     * @param shuffleBytes compressed bytes of one shuffle of all rows, or a negative number if not known
     */
    public static CheckResult judge(
            SettingsInForce settings,
            boolean joins,
            ShuffleSettings shuffles,
            @Nullable ShuffleShape shape,
            AdaptiveShuffle adaptive,
            double shuffleBytes) {
        List<Finding> findings = new ArrayList<>();
        LaunchSetting.ALL.forEach(setting -> addRejected(findings, settings, setting));
        addAdaptiveOff(findings, settings);
        boolean splits = joins && settings.isOn(ADAPTIVE_ENABLED, true) && settings.isOn(SKEW_JOIN, true);
        boolean merges = shape != null && adaptive.enabled() && SettingsInForce.isPartitionsOfSql(shape.setBy());
        AveragedRules.judge(settings.partitionsKey(), settings.partitionsOfSql(), splits, merges, shuffles)
                .ifPresent(findings::add);
        if (shape != null) {
            addAdvisory(findings, settings, adaptive, shuffleBytes);
            addPartitions(findings, settings, shape);
        }
        return new CheckResult(CHECK, Outcome.of(settings.asked().size() + " settings of the session", findings));
    }

    private static void addRejected(List<Finding> findings, SettingsInForce settings, LaunchSetting setting) {
        String key = setting.key();
        String asked = settings.asked(key).orElse("");
        String runs = settings.launched(key).orElse("");
        if (asked.isEmpty() || setting.same(asked, runs.isEmpty() ? setting.unset() : runs)) {
            return;
        }
        findings.add(finding(
                RuleCatalog.SETTING_REJECTED,
                key,
                "the session asks for " + asked + ", but Spark reads this when it starts, and runs with "
                        + (runs.isEmpty() ? "its default" : runs),
                asked,
                runs.isEmpty() ? "Spark's default" : runs,
                "what Spark was launched with",
                "Launch with --conf " + key + "=" + asked + ".",
                List.of(new Remedy.NeedsLaunchConf(key, asked))));
    }

    private static void addAdaptiveOff(List<Finding> findings, SettingsInForce settings) {
        boolean off = !settings.isOn(ADAPTIVE_ENABLED, true);
        boolean coalesces = settings.isOn(COALESCE + "enabled", true);
        for (String key : settings.asked().keySet()) {
            boolean asksForNothing = settings.asked(key).orElse("").equalsIgnoreCase("false");
            if (asksForNothing) {
                continue;
            }
            if (off && key.startsWith(ADAPTIVE) && !key.equals(ADAPTIVE_ENABLED)) {
                findings.add(ignoredWithout(settings, key, ADAPTIVE_ENABLED));
            } else if (!coalesces && key.startsWith(COALESCE) && !key.equals(COALESCE + "enabled")) {
                findings.add(ignoredWithout(settings, key, COALESCE + "enabled"));
            }
        }
    }

    private static Finding ignoredWithout(SettingsInForce settings, String key, String needed) {
        return finding(
                RuleCatalog.SETTING_IGNORED,
                key,
                "does nothing while " + needed + " is false",
                settings.asked(key).orElse(""),
                "false",
                needed,
                "Set " + needed + " to true, or drop " + key + ".",
                List.of(new Remedy.SetSessionConf(needed, "true")));
    }

    /** Under parallelismFirst the advised size is no more than a ceiling: see {@link AdaptiveShuffle#targetBytes}. */
    private static void addAdvisory(
            List<Finding> findings, SettingsInForce settings, AdaptiveShuffle adaptive, double shuffleBytes) {
        if (!adaptive.enabled()
                || shuffleBytes < 0
                || settings.asked(ADVISORY).isEmpty()
                || settings.asked(COALESCE + "minPartitionNum").isPresent()
                || !settings.isOn(PARALLELISM_FIRST, true)) {
            return;
        }
        long target = adaptive.targetBytes(shuffleBytes);
        if (target >= adaptive.advisoryBytes()) {
            return;
        }
        findings.add(finding(
                RuleCatalog.SETTING_IGNORED,
                ADVISORY,
                "adaptive execution merges partitions to " + Unit.BYTES.format(target)
                        + " and not to the size that is set, as " + PARALLELISM_FIRST
                        + " keeps every core busy first",
                settings.asked(ADVISORY).orElse(""),
                "true",
                PARALLELISM_FIRST,
                "Set " + PARALLELISM_FIRST + " to false if the size matters more than the cores.",
                List.of(new Remedy.SetSessionConf(PARALLELISM_FIRST, "false"))));
    }

    private static void addPartitions(List<Finding> findings, SettingsInForce settings, ShuffleShape shape) {
        String key = SettingsInForce.SHUFFLE_PARTITIONS;
        String asked = settings.asked(key).orElse("");
        String used = Integer.toString(shape.partitions());
        boolean shuffles = shape.volume().high() > 0;
        boolean byUser = !asked.isEmpty() && !settings.notByUser().contains(key);
        if (!shuffles || !shape.hasSetPartitions() || !byUser || shape.setBy().equals(key) || asked.equals(used)) {
            return;
        }
        boolean overruled = SettingsInForce.isPartitionsOfSql(shape.setBy());
        findings.add(finding(
                RuleCatalog.SETTING_IGNORED,
                key,
                "the shuffles of this " + shape.name() + " have " + used + " partitions, by " + shape.setBy()
                        + (overruled ? "" : "; it sets those of the job's own SQL only"),
                asked,
                used,
                shape.setBy(),
                "Set " + shape.setBy() + " to change the write's.",
                List.of()));
    }

    private static Finding finding(
            Rule rule,
            String subject,
            String message,
            String observed,
            String limit,
            String source,
            String suggestion,
            List<Remedy> remedies) {
        return new Finding(
                rule,
                rule.severity(),
                subject,
                message,
                new Described(observed),
                new Limit(new Described(limit), source),
                suggestion,
                remedies);
    }
}
