package io.preflightguard.hudi;

import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RecordOptions;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.WriteConditions;
import io.preflightguard.spark.sample.SamplePlan;
import io.preflightguard.spark.sizing.SessionSettings;
import io.preflightguard.spark.sizing.ShuffleActuals;
import org.jspecify.annotations.Nullable;

/**
 * What a write shuffles, and into how many partitions.
 *
 * @param plan how the input is cut; null where it has not been looked at
 */
record WriteShuffles(
        WriteRequest request, HudiWrite write, @Nullable SamplePlan plan) {

    /** Whether the input has been looked at. */
    boolean isInputKnown() {
        return plan != null;
    }

    /** Partitions of the write's shuffles. */
    int partitions() {
        return WriteParallelism.of(
                write, request.spark(), inputPartitions(), plan == null ? 0 : plan.plannedPartitions());
    }

    /** Partitions of the input as the job reads it, at least 1. */
    int inputPartitions() {
        return plan == null ? 1 : Math.max(1, plan.inputPartitions());
    }

    /** Its shuffles as far as the options tell them; see {@link HudiWrite#shape}. */
    @Nullable
    ShuffleShape shape() {
        ShuffleShape shape = shapeByOptions();
        return shape == null
                ? null
                : shape.withSetBy(WriteSettings.inSession(shape.setBy(), SessionSettings.of(request.spark())));
    }

    private @Nullable ShuffleShape shapeByOptions() {
        ShuffleShape shape = write.shape(partitions());
        boolean shuffles = shape != null && !shape.isInPlace();
        // Without a shuffle Hudi coalesces the input's partitions, which never makes more of them.
        return shuffles || plan == null ? shape : write.shape(Math.min(partitions(), inputPartitions()));
    }

    /** How the rows lie in them. */
    InputPartitions input() {
        return plan == null ? InputPartitions.of(Integer.MAX_VALUE) : plan.input();
    }

    /** What it means for the records that are shuffled. */
    RecordOptions records() {
        return new RecordOptions(request.options(), write.tableProperties());
    }

    /** Whether it is known what is shuffled, and that is Hudi's records and not rows as Spark has them. */
    boolean areOfRecords() {
        return write.unknown() == null && !records().shuffles().isEmpty();
    }

    /** What decides on its shuffles besides. */
    WriteConditions conditions(@Nullable ShuffleShape shape, SessionSettings settings) {
        return new WriteConditions(
                WriteSettings.adaptive(shape, settings),
                input(),
                write.persistsRows(),
                settings.shuffles(),
                write.sortsOverAll() && write.writesRowsAsSparkDoes()
                        ? WriteParallelism.ofBulkInsert(
                                request.options(), request.spark(), plan == null ? 0 : plan.plannedPartitions())
                        : Integer.MAX_VALUE,
                ShuffleActuals.mayInclude(request.frame()));
    }
}
