package io.preflightguard.spark.skew;

import io.preflightguard.sizing.Fleet;
import io.preflightguard.skew.JoinSide;
import io.preflightguard.skew.SaltPlan;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A join that cuts hot keys into buckets, so that no task carries all rows of one. The result has exactly the rows and
 * columns of Spark's own join; what is not hot is left as it was, and where a treatment would not be right, the join is
 * Spark's own and {@link SkewJoinPlan#explain()} says why.
 *
 * <pre>{@code
 * Dataset<Row> joined = SkewJoin.of(orders, customers)
 *     .on("customer_id")
 *     .kind(JoinKind.LEFT_OUTER)
 *     .plan()
 *     .join();
 * }</pre>
 *
 * <p>A row's bucket is a hash of its content, never random, so a retried task sends every row where it went before. Rows of
 * a hot key that are alike in every column that can be hashed (maps cannot) stay together. A side that its plan calls
 * nondeterministic, or that keeps whichever rows come first (a limit, a window, {@code first}), is not treated; a user's function that is nondeterministic and does not say so cannot be seen. Not
 * thread-safe.
 */
public final class SkewJoin {

    private final Dataset<Row> left;
    private final Dataset<Row> right;
    private final Map<String, String> settings = new HashMap<>();
    private List<String> leftKeys = List.of();
    private List<String> rightKeys = List.of();
    private boolean merged;
    private JoinKind kind = JoinKind.INNER;
    private boolean nullSafe;
    private @Nullable Column residual;

    private SkewJoin(Dataset<Row> left, Dataset<Row> right) {
        this.left = Objects.requireNonNull(left, "left");
        this.right = Objects.requireNonNull(right, "right");
    }

    /** Starts a join of two frames of one session. */
    public static SkewJoin of(Dataset<Row> left, Dataset<Row> right) {
        return new SkewJoin(left, right);
    }

    /**
     * The key columns, which both sides call the same, in any case that the session takes for the same. They are in the
     * result once, as with {@code left.join(right, columns, kind)}. A field inside a column is refused by {@link #plan}.
     */
    public SkewJoin on(String... columns) {
        this.merged = true;
        return keys(List.of(columns), List.of(columns));
    }

    /**
     * The key columns, in the same order on both sides. Both sides' are in the result.
     *
     * @throws IllegalArgumentException if there is none, or not as many on each side
     */
    public SkewJoin on(List<String> leftColumns, List<String> rightColumns) {
        this.merged = false;
        return keys(leftColumns, rightColumns);
    }

    private SkewJoin keys(List<String> leftColumns, List<String> rightColumns) {
        if (leftColumns.isEmpty() || leftColumns.size() != rightColumns.size()) {
            throw new IllegalArgumentException("A join has at least one key column, and as many left as right: got "
                    + leftColumns + " and " + rightColumns);
        }
        this.leftKeys = List.copyOf(leftColumns);
        this.rightKeys = List.copyOf(rightColumns);
        return this;
    }

    /** The kind of join. Default {@link JoinKind#INNER}. */
    public SkewJoin kind(JoinKind joinKind) {
        this.kind = Objects.requireNonNull(joinKind, "joinKind");
        return this;
    }

    /** Compares keys with {@code <=>}, so that null equals null. */
    public SkewJoin nullSafe() {
        this.nullSafe = true;
        return this;
    }

    /** A further condition on columns of both sides, as {@code left.col("a").lt(right.col("b"))}. */
    public SkewJoin where(Column condition) {
        this.residual = Objects.requireNonNull(condition, "condition");
        return this;
    }

    /** Any knob of the guard by its full key, such as {@code spark.guard.skew.max-ratio}. */
    public SkewJoin set(String key, String value) {
        settings.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Looks at a sample of both sides and plans. Runs Spark jobs that read a bounded part of both sides; changes nothing.
     *
     * @throws IllegalArgumentException if no key column was given, or a side does not have one
     * @throws IOException if a side's files cannot be read
     * @throws io.preflightguard.config.GuardConfigException if {@code spark.guard.*} has an error
     */
    public SkewJoinPlan plan() throws IOException, InterruptedException {
        JoinInput input = input();
        JoinEvidence evidence = new JoinEvidence(left.sparkSession(), settings);
        JoinChoice choice = new JoinChoice(input, evidence.partitions());
        JoinExplanation explanation = new JoinExplanation(input.terms(), String.join(",", leftKeys), evidence.config());
        JoinVerdict none = JoinVerdict.none(explanation.name(), evidence.config());
        String obstacle = choice.obstacle().orElseGet(() -> evidence.needless(input));
        if (obstacle != null) {
            return untreated(choice, evidence.partitions(), explanation, obstacle, none);
        }
        try {
            SampledSide leftSample = evidence.side(input.left());
            SampledSide rightSample = evidence.side(input.right());
            Fleet fleet = evidence.fleet();
            JoinSide leftSide = leftSample.toPlan();
            JoinSide rightSide = rightSample.toPlan();
            SaltPlan salts = SaltPlan.of(leftSide, rightSide, choice.shape(), evidence.limits(fleet));
            JoinForm form =
                    choice.form(salts, evidence.smallRows(leftSide, rightSide), leftSide.rows(), rightSide.rows());
            JoinVerdict verdict = JoinVerdict.of(
                    explanation.name(), input.terms(), salts, leftSample, rightSample, fleet, evidence.config());
            return new SkewJoinPlan(choice.join(salts), form, salts, explanation.of(form, salts, verdict), verdict);
        } catch (UnreadableInputException unreadable) {
            return untreated(
                    choice,
                    evidence.partitions(),
                    explanation,
                    unreadable.getMessage() + ". " + unreadable.wayOut(),
                    none);
        }
    }

    /**
     * Plans with buckets that were chosen elsewhere, without looking at a row. Buckets that would give wrong rows are not
     * used: the join is then Spark's own.
     *
     * @throws IllegalArgumentException if no key column was given, or a side does not have one
     */
    public SkewJoinPlan plan(SaltPlan salts) {
        return plan(salts, false);
    }

    /** @param broadcasts whether hot keys may be broadcast, whatever their size */
    SkewJoinPlan plan(SaltPlan salts, boolean broadcasts) {
        JoinInput input = input();
        JoinEvidence evidence = new JoinEvidence(left.sparkSession(), settings);
        JoinChoice choice = new JoinChoice(input, salts.partitions());
        JoinExplanation explanation = new JoinExplanation(input.terms(), String.join(",", leftKeys), evidence.config());
        JoinVerdict none = JoinVerdict.none(explanation.name(), evidence.config());
        String obstacle = choice.obstacle().or(() -> choice.obstacle(salts)).orElse(null);
        if (obstacle != null) {
            return untreated(choice, salts.partitions(), explanation, obstacle, none);
        }
        JoinForm form = choice.form(salts, broadcasts ? Double.MAX_VALUE : -1, 0, 0);
        return new SkewJoinPlan(choice.join(salts), form, salts, explanation.of(form, salts, none), none);
    }

    private static SkewJoinPlan untreated(
            JoinChoice choice, int partitions, JoinExplanation explanation, String reason, JoinVerdict none) {
        return new SkewJoinPlan(
                choice.join(SaltPlan.none(partitions)),
                JoinForm.PLAIN,
                SaltPlan.none(partitions),
                explanation.untreated(reason),
                none);
    }

    private JoinInput input() {
        if (leftKeys.isEmpty()) {
            throw new IllegalArgumentException("A join needs a key: say on(...)");
        }
        return JoinInput.of(left, right, leftKeys, rightKeys, new JoinTerms(kind, nullSafe, merged, residual));
    }
}
