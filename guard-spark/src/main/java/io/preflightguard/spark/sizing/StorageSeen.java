package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.ExecutorMemory;
import io.preflightguard.spark.internal.ExecutorStorage;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/**
 * What the executors say of their memory. In bytes, on and off the heap together.
 *
 * @param unified the least that storage and execution of any share, or 0 if none is there
 * @param cached the most that cached blocks of any hold
 */
record StorageSeen(long unified, long cached) {

    /** As {@code UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES}. */
    private static final long RESERVED_BYTES = 300L << 20;

    private static final double ROUNDING = 0.01;

    /** @param local whether the driver is the executor */
    static StorageSeen of(SparkContext context, boolean local) {
        String driver = SparkEnv.get().blockManager().blockManagerId().hostPort();
        List<ExecutorStorage> executors = ExecutorStorage.of(context).stream()
                .filter(executor -> local || !executor.address().equals(driver))
                .toList();
        return new StorageSeen(
                executors.stream().mapToLong(ExecutorStorage::most).min().orElse(0),
                executors.stream().mapToLong(ExecutorStorage::used).max().orElse(0));
    }

    /**
     * What they say, put into the configuration's terms. A collector may keep part of what {@code spark.executor.memory}
     * asks for to itself, so that executors have less than that promises. Cached blocks count on the heap and off it, as
     * it is not said where they lie.
     */
    ExecutorMemory memory(ExecutorMemory byConf) {
        long onHeap = unified - byConf.offHeap();
        boolean asConfigured = Math.abs(onHeap - byConf.unified()) <= ROUNDING * byConf.unified();
        long heap = onHeap <= 0 || byConf.fraction() <= 0 || asConfigured
                ? byConf.heap()
                : (long) (onHeap / byConf.fraction()) + RESERVED_BYTES;
        return new ExecutorMemory(
                heap,
                byConf.fraction(),
                byConf.storageFraction(),
                byConf.offHeap(),
                cached,
                cached,
                byConf.statedPage());
    }
}
