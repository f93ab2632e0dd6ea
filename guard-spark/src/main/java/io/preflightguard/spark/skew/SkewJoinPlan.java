package io.preflightguard.spark.skew;

import io.preflightguard.skew.SaltPlan;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A join with what will be done about its hot keys. Immutable; {@link #join()} may be called any number of times. */
public final class SkewJoinPlan {

    private final HotKeyJoin join;
    private final JoinForm form;
    private final SaltPlan salts;
    private final String explanation;

    SkewJoinPlan(HotKeyJoin join, JoinForm form, SaltPlan salts, String explanation) {
        this.join = Objects.requireNonNull(join, "join");
        this.form = form;
        this.salts = salts;
        this.explanation = explanation;
    }

    /** The joined rows: the same rows and columns as Spark's own join gives. Starts no job. */
    public Dataset<Row> join() {
        return join.join(form);
    }

    /** Whether anything is done that Spark's own join would not do. */
    public boolean isTreated() {
        return form != JoinForm.PLAIN;
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
