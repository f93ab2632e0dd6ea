package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what is done about a join's hot keys, for people. */
final class JoinExplanation {

    /** More keys than these are counted, not listed. */
    private static final int LISTED = 10;

    private final JoinTerms terms;
    private final String columns;
    private final GuardConfig config;

    JoinExplanation(JoinTerms terms, String columns, GuardConfig config) {
        this.terms = terms;
        this.columns = columns;
        this.config = config;
    }

    String untreated(String why) {
        return head() + JoinForm.PLAIN.label() + ": " + why + ".";
    }

    String of(JoinForm form, SaltPlan plan, JoinVerdict verdict) {
        List<String> lines = new ArrayList<>();
        if (plan.isEmpty()) {
            lines.add(untreated("no key is hot that may be cut; the largest of " + plan.partitions() + " tasks carries "
                    + ratio(plan.before()) + " the mean"));
            addVerdict(lines, verdict);
            return String.join(System.lineSeparator(), lines);
        }
        lines.add(head() + form.label() + ". Largest of " + plan.partitions() + " tasks, rows read and made: about "
                + ratio(plan.before()) + " the mean as it is, " + ratio(plan.after()) + " with this plan.");
        for (int i = 0; i < Math.min(LISTED, plan.keys().size()); i++) {
            lines.add("  " + line(plan, plan.keys().get(i)));
        }
        if (plan.keys().size() > LISTED) {
            lines.add("  and " + (plan.keys().size() - LISTED) + " more hot keys");
        }
        if (plan.spreadsLeftNulls() || plan.spreadsRightNulls()) {
            lines.add("  rows with a null in their key match nothing and are spread over all tasks");
        }
        addVerdict(lines, verdict);
        return String.join(System.lineSeparator(), lines);
    }

    private static void addVerdict(List<String> lines, JoinVerdict verdict) {
        for (CheckResult result : verdict.untreated()) {
            if (result.outcome() instanceof Outcome.Skipped skipped) {
                lines.add("  Spark's own join, not judged: " + skipped.explanation() + ". " + skipped.wayOut());
            }
            result.outcome().findings().forEach(finding -> lines.add("  Spark's own join: " + finding.line()));
        }
    }

    /** The join in a few words. */
    String name() {
        return terms.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " join on " + columns;
    }

    private String head() {
        return name() + ": ";
    }

    private String line(SaltPlan plan, SaltedKey key) {
        return plan.name(key, columns, config) + ": " + Unit.COUNT.format(key.leftRows())
                + " left rows in " + buckets(key.leftBuckets()) + ", " + Unit.COUNT.format(key.rightRows())
                + " right rows " + (key.rightReduced() ? "kept as one" : "in " + buckets(key.rightBuckets())) + ", "
                + Unit.COUNT.format(key.copies()) + " rows copied";
    }

    private static String buckets(int count) {
        return count == 1 ? "one piece" : count + " buckets";
    }

    private static String ratio(double value) {
        return Unit.RATIO.format(value);
    }
}
