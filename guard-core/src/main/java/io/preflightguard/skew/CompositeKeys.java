package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.List;

/** What the columns of a key say of the key. Pure. */
public final class CompositeKeys {

    private CompositeKeys() {}

    /**
     * The most that the largest share of the key of all these columns can be. Rows that agree in all columns agree in
     * each, so no key of {@code (k1, ..., kn)} has more rows than the most frequent value of any one column: a column
     * that is skewed says nothing against a key that has an even one beside it. How small the share is instead, the
     * columns do not say, so the lower end is 0.
     *
     * <p>The confidence is what Bonferroni's inequality leaves, for the column is chosen by its sample.
     *
     * @param columns the profiles of the single columns, at least one
     */
    public static Estimate atMost(List<KeyProfile> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("A key has at least one column");
        }
        double value = 1;
        double high = 1;
        double error = 0;
        for (KeyProfile column : columns) {
            value = Math.min(value, column.largest().value());
            high = Math.min(high, column.largest().high());
            error += 1 - column.largest().confidence();
        }
        return new Estimate(value, 0, high, Math.max(Double.MIN_NORMAL, 1 - error), Unit.SHARE);
    }
}
