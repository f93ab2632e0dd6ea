package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.HotKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What a {@link SkewAggregate} is going to do, and why. Immutable; nothing runs before {@link #aggregate}. */
public final class SkewAggregatePlan {

    private final SkewAggregateTreatment treatment;
    private final List<SkewAggregateColumn> columns;
    private final List<String> keys;
    private final @Nullable HotKeys hot;
    private final @Nullable String fallback;
    private final List<CheckResult> results;
    private final GuardConfig config;

    /**
     * @param hot the hot keys, or null if nothing is known of keys
     * @param fallback why Spark's own grouping is used whatever is hot, or null
     * @param results what was judged
     */
    SkewAggregatePlan(
            SkewAggregateTreatment treatment,
            List<SkewAggregateColumn> columns,
            List<String> keys,
            @Nullable HotKeys hot,
            @Nullable String fallback,
            List<CheckResult> results,
            GuardConfig config) {
        this.treatment = treatment;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        this.hot = hot;
        this.fallback = fallback;
        this.results = List.copyOf(results);
        this.config = config;
    }

    /** Whether any key is treated; if not, the grouping is Spark's own. */
    public boolean isTreated() {
        return fallback == null && hot != null && !hot.isEmpty() && treatment.helps();
    }

    /** What was judged of the collected values; says whether {@link #aggregate} refuses. */
    public PreflightReport report() {
        return new PreflightReport(name(), config.mode(), false, results, List.of(), Cost.none(), Map.of());
    }

    /**
     * The grouped frame: one row a key, columns and types as of Spark's own grouping. Lazy.
     *
     * @throws PreflightViolationException if one key's collected values do not fit a task, with what was predicted; only in
     *     mode {@code enforce}
     */
    public Dataset<Row> aggregate() {
        report().throwIfBlocked();
        return isTreated() && hot != null ? treatment.treated(hot.hashes()) : treatment.plain();
    }

    /** The plan for a person to read, several lines. Keys appear as {@code spark.guard.report} allows. */
    public String explain() {
        List<String> lines = new ArrayList<>();
        lines.add(name() + ": " + headline());
        if (isTreated() && hot != null) {
            lines.add("  largest of " + hot.partitions() + " tasks, in rows: "
                    + hot.before().render() + " the mean before, "
                    + hot.after().render() + " after, for the columns that are reduced");
            lines.add("  the input is read " + treatment.readings() + " times");
        }
        for (SkewAggregateColumn column : columns) {
            lines.add("  " + column.name() + ": " + doneWith(column));
        }
        for (CheckResult result : results) {
            lines.add("  " + verdict(result));
        }
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return explain();
    }

    private String name() {
        return "grouping by " + String.join(", ", keys);
    }

    private String headline() {
        if (report().blocked()) {
            return "refused";
        }
        if (fallback != null || hot == null) {
            return "Spark's own, because " + fallback;
        }
        if (hot.isEmpty()) {
            return "Spark's own, because no key is hot (the largest of " + hot.partitions() + " tasks carries "
                    + hot.before().render() + " the mean)";
        }
        return treatment.helps()
                ? hot.describe(config) + " reduced before the grouping"
                : "Spark's own, because " + hot.describe(config) + " and no treatment helps these aggregates";
    }

    private String doneWith(SkewAggregateColumn column) {
        String over = String.join(", ", column.columns());
        boolean reduced = isTreated() && treatment.canReduce(column);
        return switch (column.kind()) {
            case COUNT_DISTINCT -> "distinct " + over + " are counted by Spark, which spreads them by key and value";
            case COLLECT_LIST -> over + " is collected by Spark, all values of a key in one task";
            case COLLECT_SET ->
                over
                        + (reduced
                                ? " of hot keys is made distinct by key and value, then collected in one task a key"
                                : " is collected by Spark, all values of a key in one task");
            case PERCENTILE ->
                over
                        + (reduced
                                ? " of hot keys is counted by key and value and cut into up to "
                                        + SkewAggregateRanks.RANGES + " ranges; only values beside a wanted rank go on"
                                : " is ranked by Spark, all distinct values of a key in one task");
        };
    }

    private static String verdict(CheckResult result) {
        if (result.outcome() instanceof Outcome.Passed passed) {
            return passed.examined();
        }
        if (result.outcome() instanceof Outcome.Skipped skipped) {
            return "not judged: " + skipped.explanation() + ". " + skipped.wayOut();
        }
        return result.outcome().findings().stream()
                .map(Finding::line)
                .findFirst()
                .orElse(result.check());
    }
}
