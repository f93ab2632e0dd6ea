package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.skew.SaltPlan;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A join with what will be done about its hot keys. Immutable; {@link #join()} may be called any number of times. */
public final class SkewJoinPlan {

    private final HotKeyJoin join;
    private final JoinForm form;
    private final SaltPlan salts;
    private final String explanation;
    private final JoinVerdict verdict;

    SkewJoinPlan(HotKeyJoin join, JoinForm form, SaltPlan salts, String explanation, JoinVerdict verdict) {
        this.join = Objects.requireNonNull(join, "join");
        this.form = form;
        this.salts = salts;
        this.explanation = explanation;
        this.verdict = verdict;
    }

    /**
     * The joined rows: the same rows and columns as Spark's own join gives. Starts no job.
     *
     * @throws io.preflightguard.PreflightViolationException if the join is certain to run out of memory even as it is
     *     planned, with what was predicted; only in mode {@code enforce}
     */
    public Dataset<Row> join() {
        verdict.throwIfBlocked();
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
        return verdict.untreated();
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
