package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a join carry: a task has the rows of both sides. Rows with a null key that Spark drops before the
 * shuffle are left out.
 *
 * @param total rows or bytes of both sides together
 * @param largest rows or bytes of the largest task
 * @param side the side of the heaviest key of that task, or null if no key is frequent
 * @param heaviest that key
 */
record JoinLoad(
        Estimate total,
        Estimate largest,
        @Nullable JoinedRows side,
        @Nullable KeyShare heaviest) {

    static JoinLoad ofRows(KeyedJoin join) {
        return of(join, List.of(join.left(), join.right()), JoinedRows::rows, Measure.ROWS, Unit.COUNT);
    }

    /** The load in bytes of the sides that tasks use in one of these ways, or null if there is none or it is not known. */
    static @Nullable JoinLoad ofBytes(KeyedJoin join, List<ShuffleConsumer> consumers) {
        List<JoinedRows> sides = Stream.of(join.left(), join.right())
                .filter(side -> consumers.contains(side.consumer()))
                .toList();
        return sides.isEmpty() || sides.stream().anyMatch(side -> side.bytes() == null)
                ? null
                : of(join, sides, JoinLoad::bytes, Measure.BYTES, Unit.BYTES);
    }

    private static Estimate bytes(JoinedRows side) {
        Estimate bytes = side.bytes();
        if (bytes == null) {
            throw new IllegalStateException("The bytes of a side are not known");
        }
        return bytes;
    }

    private static JoinLoad of(
            KeyedJoin join, List<JoinedRows> sides, Function<JoinedRows, Estimate> amount, Measure measure, Unit unit) {
        double[] value = new double[join.partitions()];
        double[] low = new double[join.partitions()];
        double[] high = new double[join.partitions()];
        double confidence = 1;
        Estimate total = Estimate.exact(0, unit);
        for (JoinedRows side : sides) {
            Estimate whole = amount.apply(side);
            SlotLoads loads = measure.loads(side.profile(), join.placement(side));
            for (int slot = 0; slot < value.length; slot++) {
                value[slot] += loads.value(slot) * whole.value();
                low[slot] += loads.low(slot) * whole.low();
                high[slot] += loads.high(slot) * whole.high();
            }
            Estimate reaching = whole.times(loads.reaching(), unit);
            confidence = Math.max(Double.MIN_NORMAL, confidence + loads.confidence() + reaching.confidence() - 2);
            total = sum(total, reaching);
        }
        int largest = 0;
        for (int slot = 1; slot < value.length; slot++) {
            largest = value[slot] > value[largest] ? slot : largest;
        }
        double most = value[largest];
        Estimate task = new Estimate(
                most,
                Math.min(most, Math.max(max(low), total.low() / value.length)),
                Math.max(most, max(high)),
                confidence,
                unit);
        return heaviest(join, sides, amount, measure, largest, total, task);
    }

    private static JoinLoad heaviest(
            KeyedJoin join,
            List<JoinedRows> sides,
            Function<JoinedRows, Estimate> amount,
            Measure measure,
            int slot,
            Estimate total,
            Estimate task) {
        JoinedRows ofSide = null;
        KeyShare heaviest = null;
        double most = 0;
        for (JoinedRows side : sides) {
            KeyShare key = PartitionLoad.heaviest(measure, side.profile(), join.placement(side), slot);
            double here = key == null
                    ? 0
                    : measure.share(key).value() * amount.apply(side).value();
            if (key != null && here > most) {
                ofSide = side;
                heaviest = key;
                most = here;
            }
        }
        return new JoinLoad(total, task, ofSide, heaviest);
    }

    /** The largest task to the mean one, between 1 and the number of tasks. */
    Estimate largestToMean(int tasks) {
        if (total.value() <= 0) {
            return Estimate.exact(1, Unit.RATIO);
        }
        double value = between(1, largest.value() * tasks / total.value(), tasks);
        double low = between(1, largest.low() * tasks / total.high(), tasks);
        double high = total.low() <= 0 ? tasks : between(1, largest.high() * tasks / total.low(), tasks);
        return new Estimate(value, Math.min(value, low), Math.max(value, high), largest.confidence(), Unit.RATIO);
    }

    private static double between(double least, double value, double most) {
        return Math.max(least, Math.min(most, value));
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    static Estimate sum(Estimate one, Estimate other) {
        return new Estimate(
                one.value() + other.value(),
                one.low() + other.low(),
                one.high() + other.high(),
                Math.max(Double.MIN_NORMAL, one.confidence() + other.confidence() - 1),
                one.unit());
    }
}
