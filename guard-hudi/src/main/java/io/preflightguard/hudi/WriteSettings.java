package io.preflightguard.hudi;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.sizing.AdaptiveShuffle;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.sizing.SettingsInForce;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.TaskSizes;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.PartitionLoad;
import io.preflightguard.skew.RangeLoad;
import io.preflightguard.spark.sizing.SessionSettings;
import org.jspecify.annotations.Nullable;

/** What a session's settings mean for a write. */
final class WriteSettings {

    private WriteSettings() {}

    /** An option of the write that sets partitions, or the setting that overrules it in this session. */
    static String inSession(String option, SessionSettings settings) {
        return option.equals(WriteParallelism.SHUFFLE_PARTITIONS) ? settings.partitionsKey() : option;
    }

    /**
     * How unevenly rows fall into the tasks that read the write's shuffles, or that sort them where they lie.
     *
     * @param paths the shares of the partition paths, or null if they were not counted
     * @param partitions how many partitions the write's shuffles have
     * @param input how the input's rows lie
     */
    static TaskSizes taskSizes(HudiWrite write, @Nullable KeyProfile paths, int partitions, InputPartitions input) {
        KeyProfile counted = paths != null && paths.sample().rows() > 0 ? paths : null;
        if (write.shufflesByPath()) {
            return counted != null
                    ? TaskSizes.known(PartitionLoad.byBytes(counted, partitions).largestToMean())
                    : TaskSizes.unknownKeys(partitions);
        }
        ShuffleShape shape = write.shape(partitions);
        if (shape == null || !write.isBulkInsert()) {
            return TaskSizes.hashes();
        }
        if (write.sortsOverAll()) {
            return TaskSizes.ranges(
                    counted != null ? RangeLoad.heaviestToMean(counted, partitions) : Estimate.exact(1, Unit.RATIO));
        }
        if (write.isSkewAware()) {
            return TaskSizes.byFiles(partitions);
        }
        return shape.isInPlace() ? input.in(partitions) : TaskSizes.whereTheyLie(partitions);
    }

    /**
     * What adaptive execution does to the write's shuffles. It merges partitions of a shuffle whose number it chose itself:
     * of a write's, only those of a bulk_insert's sort over all rows.
     */
    static AdaptiveShuffle adaptive(@Nullable ShuffleShape shape, SessionSettings settings) {
        return shape != null && SettingsInForce.isPartitionsOfSql(shape.setBy())
                ? settings.adaptive()
                : AdaptiveShuffle.off();
    }
}
