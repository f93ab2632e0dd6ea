package io.preflightguard;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A prediction and what was measured of it. Immutable.
 *
 * @param name what was predicted
 * @param predicted the prediction with its interval
 * @param fact what was measured, in the prediction's unit, not negative
 * @param bound how the measured number lies to the one that was predicted
 * @param allowance what no decision turns on, in the prediction's unit, not negative
 */
public record Comparison(String name, Estimate predicted, double fact, Bound bound, double allowance) {

    public Comparison {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(predicted, "predicted");
        Objects.requireNonNull(bound, "bound");
        if (!(fact >= 0) || !(allowance >= 0)) {
            throw new IllegalArgumentException(
                    "A fact and an allowance are not negative: got " + fact + " and " + allowance + " for " + name);
        }
    }

    /** How a measured number lies to the one that was predicted. */
    public enum Bound {
        /** They are the same thing. */
        EXACT,
        /** Other work is in what was measured: the number that was predicted is at most this. */
        AT_MOST,
        /** Not all was measured: the number that was predicted is at least this. */
        AT_LEAST,
        /** Both: nothing follows from the one for the other. */
        NONE
    }

    /** Whether a prediction held. */
    public enum Standing {
        /** The fact lies in the stated interval. */
        INSIDE,
        /** The fact lies outside of it, by no more than the allowance. */
        NEAR,
        /** The fact lies farther outside of it. */
        OUTSIDE,
        /** What was measured does not tell. */
        NOT_JUDGED
    }

    /** Whether the prediction held. What was measured only in part, or with other work in it, never shows that it did. */
    public Standing standing() {
        if (missedBy() > 0) {
            return missedBy() <= allowance ? Standing.NEAR : Standing.OUTSIDE;
        }
        return bound == Bound.EXACT ? Standing.INSIDE : Standing.NOT_JUDGED;
    }

    /** How far the fact surely lies from the interval, in the prediction's unit; 0 if it may lie inside. */
    public double missedBy() {
        double above = bound == Bound.EXACT || bound == Bound.AT_LEAST ? fact - predicted.high() : 0;
        double below = bound == Bound.EXACT || bound == Bound.AT_MOST ? predicted.low() - fact : 0;
        return Math.max(0, Math.max(above, below));
    }

    /** The fact as a multiple of the point estimate; empty if that is 0. */
    public OptionalDouble ratio() {
        return predicted.value() == 0 ? OptionalDouble.empty() : OptionalDouble.of(fact / predicted.value());
    }

    /** One line for a person. */
    public String render() {
        OptionalDouble ratio = ratio();
        return "predicted " + predicted.render() + ", fact " + said()
                + predicted.unit().format(fact)
                + (ratio.isPresent() ? " (" + Unit.RATIO.format(ratio.getAsDouble()) + ")" : "") + ", "
                + standing().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String said() {
        return switch (bound) {
            case EXACT -> "";
            case AT_MOST -> "at most ";
            case AT_LEAST -> "at least ";
            case NONE -> "about ";
        };
    }
}
