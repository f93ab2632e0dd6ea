package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic of estimates that several classes need. */
final class Estimates {

    /** Hash buckets hold their rows give or take this many times the root of them: once in 30,000 buckets they do not. */
    private static final double DEVIATIONS = 4;

    private Estimates() {}

    static Estimate none(Unit unit) {
        return Estimate.exact(0, unit);
    }

    static Estimate plus(Estimate left, Estimate right, Unit unit) {
        return new Estimate(
                left.value() + right.value(),
                left.low() + right.low(),
                left.high() + right.high(),
                Math.min(left.confidence(), right.confidence()),
                unit);
    }

    /** A function that never falls, applied to the value and to both ends. */
    static Estimate map(Estimate estimate, DoubleUnaryOperator rising) {
        return new Estimate(
                rising.applyAsDouble(estimate.value()),
                rising.applyAsDouble(estimate.low()),
                rising.applyAsDouble(estimate.high()),
                estimate.confidence(),
                estimate.unit());
    }

    /** Lowered to nothing at its lower end. */
    static Estimate orNone(Estimate estimate) {
        return new Estimate(estimate.value(), 0, estimate.high(), estimate.confidence(), estimate.unit());
    }

    /** With room for what chance gives to one of several targets of a hash. */
    static Estimate withChance(Estimate rows) {
        double reach = DEVIATIONS * Math.sqrt(rows.value());
        return new Estimate(
                rows.value(),
                Math.max(0, Math.min(rows.low(), rows.value() - reach)),
                Math.max(rows.high(), rows.value() + reach),
                rows.confidence(),
                rows.unit());
    }
}
