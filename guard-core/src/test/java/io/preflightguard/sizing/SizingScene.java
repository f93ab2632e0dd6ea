package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A write to be sized, of which a test says only what it is about. Immutable.
 *
 * @param shape the write's shuffles, or null if it makes none
 * @param tasksOf how unevenly rows fall into the tasks that read so many partitions
 */
record SizingScene(
        Estimate rows,
        RowBytes rowBytes,
        @Nullable ShuffleShape shape,
        IntFunction<TaskSizes> tasksOf,
        Fleet fleet,
        WriteConditions conditions) {

    static final long GIB = 1L << 30;

    /** Written by many tasks, and left alone by adaptive execution. */
    static final WriteConditions PLAIN = conditions(AdaptiveShuffle.off(), 100_000, false);

    private static final Estimate ONE = Estimate.exact(1, Unit.RATIO);

    /** 100 million rows of 200 bytes, 50 after lz4 and 20 after zstd: 18.6 GiB raw, 4.66 GiB lz4, 1.86 GiB zstd. */
    private static final Estimate ROWS = Estimate.exact(100e6, Unit.COUNT);

    private static final RowBytes BYTES = new RowBytes(bytes(200), "lz4", Map.of("lz4", bytes(50), "zstd", bytes(20)));

    /** Even tasks of 400 partitions, which fit the memory and the disks of two workers of four cores. */
    static SizingScene scene() {
        return new SizingScene(
                ROWS, BYTES, shape(400, true), unused -> TaskSizes.known(ONE), fleet(4, 10 * GIB, 100 * GIB), PLAIN);
    }

    SizingScene withRows(double others) {
        return new SizingScene(Estimate.exact(others, Unit.COUNT), rowBytes, shape, tasksOf, fleet, conditions);
    }

    SizingScene withRowBytes(RowBytes others) {
        return new SizingScene(rows, others, shape, tasksOf, fleet, conditions);
    }

    SizingScene withShape(@Nullable ShuffleShape other) {
        return new SizingScene(rows, rowBytes, other, tasksOf, fleet, conditions);
    }

    /** Rows fall alike into however many partitions. */
    SizingScene withTasks(TaskSizes others) {
        return withTasks(unused -> others);
    }

    SizingScene withTasks(IntFunction<TaskSizes> others) {
        return new SizingScene(rows, rowBytes, shape, others, fleet, conditions);
    }

    SizingScene withFleet(Fleet other) {
        return new SizingScene(rows, rowBytes, shape, tasksOf, other, conditions);
    }

    SizingScene withConditions(WriteConditions others) {
        return new SizingScene(rows, rowBytes, shape, tasksOf, fleet, others);
    }

    CheckResult judge() {
        return SizingRules.judge(
                rows,
                rowBytes,
                shape,
                tasksOf,
                fleet,
                conditions,
                List.of("spark.sql.shuffle.partitions"),
                GuardConfig.defaults());
    }

    List<Finding> findings() {
        return judge().outcome().findings();
    }

    /** @param buffers whether a reducing task holds its rows */
    static ShuffleShape shape(int partitions, boolean buffers) {
        return new ShuffleShape("bulk_insert", ONE, partitions, "hoodie.bulkinsert.shuffle.parallelism", buffers);
    }

    /** Two workers. */
    static Fleet fleet(int cores, long heap, long disk) {
        return new Fleet(2, cores, heap, 0.6, disk, "test");
    }

    static WriteConditions conditions(AdaptiveShuffle adaptive, int writingTasks, boolean persists) {
        return new WriteConditions(adaptive, InputPartitions.of(writingTasks), persists, ShuffleSettings.DEFAULTS);
    }

    /** Merged by adaptive execution to tasks of so many compressed bytes. */
    static WriteConditions adaptive(long advisory) {
        return conditions(new AdaptiveShuffle(true, advisory, 1 << 20, 1), 64, false);
    }

    static Estimate bytes(double bytes) {
        return Estimate.exact(bytes, Unit.BYTES);
    }

    static Estimate measured(CheckResult result, String name) {
        return result.measurements().stream()
                .filter(measurement -> measurement.name().equals(name))
                .map(measurement -> (Estimate) measurement.value())
                .findFirst()
                .orElseThrow();
    }
}
