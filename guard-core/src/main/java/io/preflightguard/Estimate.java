package io.preflightguard;

import java.util.Objects;

/**
 * A number with the interval it is believed to lie in.
 *
 * @param value the point estimate, in {@code unit}
 * @param low the interval's lower end, at most {@code value}
 * @param high the interval's upper end, at least {@code value}
 * @param confidence the long-run share of such intervals that contain the truth, in (0, 1]; 1 for what was counted
 * @param unit the unit of the three numbers
 */
public record Estimate(double value, double low, double high, double confidence, Unit unit) implements Value {

    public Estimate {
        Objects.requireNonNull(unit, "unit");
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException(
                    "An estimate lies inside its interval: got " + value + " in [" + low + ", " + high + "]");
        }
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException("A confidence lies in (0, 1]: got " + confidence);
        }
    }

    /** A number that was counted or set, not estimated. */
    public static Estimate exact(double value, Unit unit) {
        return new Estimate(value, value, value, 1, unit);
    }

    /** Whether the interval is a single point. */
    public boolean isExact() {
        return low == high;
    }

    /** This estimate times a known, non-negative factor, in another unit. */
    public Estimate times(double factor, Unit newUnit) {
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("A factor is not negative: got " + factor);
        }
        return new Estimate(value * factor, low * factor, high * factor, confidence, newUnit);
    }

    /**
     * The product of two non-negative estimates. The interval multiplies the ends, which is at least as wide as the
     * true one; its confidence is what Bonferroni's inequality leaves: {@code 1 - (1 - c1) - (1 - c2)}.
     */
    public Estimate times(Estimate other, Unit newUnit) {
        return new Estimate(
                value * other.value,
                low * other.low,
                high * other.high,
                Math.max(Double.MIN_NORMAL, confidence + other.confidence - 1),
                newUnit);
    }

    @Override
    public String render() {
        String from = unit.format(low);
        String to = unit.format(high);
        return unit.format(value) + (from.equals(to) ? "" : " [" + from + " to " + to + "]");
    }
}
