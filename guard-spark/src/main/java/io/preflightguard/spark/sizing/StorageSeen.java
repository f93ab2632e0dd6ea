package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.ExecutorMemory;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.storage.BlockManagerId;

/**
 * What the executors say of their memory. All in bytes.
 *
 * @param unified the least that storage and execution share on the heap of any, or 0 if none is there
 * @param cachedOnHeap the most that cached blocks hold on the heap of any
 * @param cachedOffHeap the most that they hold off it
 */
record StorageSeen(long unified, long cachedOnHeap, long cachedOffHeap) {

    /** As {@code UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES}. */
    private static final long RESERVED_BYTES = 300L << 20;

    private static final double ROUNDING = 0.01;

    /** @param local whether the driver is the executor */
    static StorageSeen of(SparkContext context, boolean local) {
        BlockManagerId driver = SparkEnv.get().blockManager().blockManagerId();
        List<SparkExecutorInfo> executors = Arrays.stream(
                        context.statusTracker().getExecutorInfos())
                .filter(executor -> local
                        || !(executor.port() == driver.port() && executor.host().equals(driver.host())))
                .toList();
        return new StorageSeen(
                executors.stream()
                        .mapToLong(SparkExecutorInfo::totalOnHeapStorageMemory)
                        .min()
                        .orElse(0),
                executors.stream()
                        .mapToLong(SparkExecutorInfo::usedOnHeapStorageMemory)
                        .max()
                        .orElse(0),
                executors.stream()
                        .mapToLong(SparkExecutorInfo::usedOffHeapStorageMemory)
                        .max()
                        .orElse(0));
    }

    /**
     * The heap that gives what the executors say. A collector may keep part of what {@code spark.executor.memory} asks for
     * to itself, so that they have less than the configuration promises.
     */
    long heap(ExecutorMemory byConf) {
        boolean asConfigured = Math.abs(unified - byConf.unified()) <= ROUNDING * byConf.unified();
        return unified <= 0 || byConf.fraction() <= 0 || asConfigured
                ? byConf.heap()
                : (long) (unified / byConf.fraction()) + RESERVED_BYTES;
    }
}
