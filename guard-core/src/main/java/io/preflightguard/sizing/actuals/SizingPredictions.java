package io.preflightguard.sizing.actuals;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.sizing.SizingMeasurements;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a sizing verdict predicted of the quantities that can be measured. */
final class SizingPredictions {

    private SizingPredictions() {}

    /** Empty if nothing was predicted, or nothing that can be held against what was measured. */
    static Map<Quantity, Estimate> of(List<CheckResult> results, Circumstances circumstances) {
        Map<Quantity, Estimate> predicted = new EnumMap<>(Quantity.class);
        results.stream()
                .filter(result -> result.check().equals(SizingMeasurements.CHECK))
                .findFirst()
                .filter(result -> !circumstances.repaired() && isPredicted(result))
                .ifPresent(sizing -> add(predicted, sizing, circumstances));
        return predicted;
    }

    private static boolean isPredicted(CheckResult sizing) {
        // What is skipped as not provable is measured all the same.
        return sizing.outcome() instanceof Outcome.Passed
                || sizing.outcome() instanceof Outcome.Violated
                || !sizing.measurements().isEmpty();
    }

    private static void add(Map<Quantity, Estimate> predicted, CheckResult sizing, Circumstances circumstances) {
        // A verdict without shuffle bytes says that the write makes no shuffle.
        predicted.put(
                Quantity.SHUFFLE_BYTES,
                estimate(sizing, SizingMeasurements.SHUFFLE_BYTES).orElse(Estimate.exact(0, Unit.BYTES)));
        if (circumstances.oneShuffleOfRows() && !circumstances.inputShuffles()) {
            estimate(sizing, SizingMeasurements.ROWS).ifPresent(rows -> predicted.put(Quantity.ROWS, rows));
            estimate(sizing, SizingMeasurements.LARGEST_TASK)
                    .ifPresent(task -> predicted.put(Quantity.LARGEST_TASK_BYTES, task));
            estimate(sizing, SizingMeasurements.SPILL_OF_ALL_TASKS)
                    .ifPresent(spill -> predicted.put(Quantity.DISK_SPILLED_BYTES, spill));
        }
    }

    private static Optional<Estimate> estimate(CheckResult sizing, String name) {
        return sizing.measurements().stream()
                .filter(measurement -> measurement.name().equals(name))
                .map(measurement -> measurement.value())
                .filter(Estimate.class::isInstance)
                .map(Estimate.class::cast)
                .findFirst();
    }
}
