package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.SaltPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A join with what will be done about its hot keys. Immutable; {@link #join()} may be called any number of times. */
public final class SkewJoinPlan {

    private final HotKeyJoin join;
    private final JoinForm form;
    private final SaltPlan salts;
    private final String explanation;
    private final List<CheckResult> untreated;
    private final GuardConfig config;

    /** @param untreated what was judged of the join as Spark makes it */
    SkewJoinPlan(
            HotKeyJoin join,
            JoinForm form,
            SaltPlan salts,
            String explanation,
            List<CheckResult> untreated,
            GuardConfig config) {
        this.join = Objects.requireNonNull(join, "join");
        this.form = form;
        this.salts = salts;
        this.explanation = explanation;
        this.untreated = List.copyOf(untreated);
        this.config = config;
    }

    /**
     * The joined rows: the same rows and columns as Spark's own join gives. Starts no job.
     *
     * @throws io.preflightguard.PreflightViolationException if nothing can be done about the join and it is certain to run
     *     out of memory, with what was predicted; only in mode {@code enforce}
     */
    public Dataset<Row> join() {
        if (!isTreated()) {
            List<CheckResult> deadly =
                    untreated.stream().filter(SkewJoinPlan::isOfMemory).toList();
            new PreflightReport(
                            explanation.lines().findFirst().orElse("join"),
                            config.mode(),
                            false,
                            deadly,
                            List.of(),
                            Cost.none(),
                            Map.of())
                    .throwIfBlocked();
        }
        return join.join(form);
    }

    /** Whether anything is done that Spark's own join would not do. */
    public boolean isTreated() {
        return form != JoinForm.PLAIN;
    }

    /**
     * What was judged of the join as Spark makes it, from the samples: how much its largest task carries, what a hot key's
     * product makes, whether it runs out of memory. A join that {@link #isTreated} no longer has the findings on load and
     * memory; a product it still makes. Empty if nothing was sampled.
     */
    public List<CheckResult> untreated() {
        return untreated;
    }

    private static boolean isOfMemory(CheckResult result) {
        return result.outcome().findings().stream()
                .anyMatch(finding -> finding.rule().equals(RuleCatalog.KEY_SKEW_OUT_OF_MEMORY));
    }

    JoinForm form() {
        return form;
    }

    /** Which keys are cut, and into how many buckets. */
    public SaltPlan salts() {
        return salts;
    }

    /**
     * What will be done and why, for people: the form of the join, its hot keys with their buckets, and the largest task
     * before and after. Shows key values only where {@code spark.guard.report.keys} does.
     */
    public String explain() {
        return explanation;
    }

    @Override
    public String toString() {
        return explanation;
    }
}
