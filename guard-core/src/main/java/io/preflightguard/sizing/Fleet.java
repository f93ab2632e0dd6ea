package io.preflightguard.sizing;

import java.util.Objects;

/**
 * The machines that run the job's tasks, one executor a worker.
 *
 * @param workers how many there are, without the driver
 * @param coresPerWorker tasks that run at the same time on one worker
 * @param heapPerWorker executor heap in bytes
 * @param memoryFraction {@code spark.memory.fraction}
 * @param freeDiskPerWorker free bytes on the disk that holds Spark's local directories
 * @param source where these numbers come from, for the report
 */
public record Fleet(
        int workers,
        int coresPerWorker,
        long heapPerWorker,
        double memoryFraction,
        long freeDiskPerWorker,
        String source) {

    /** What Spark sets aside before it divides the heap: {@code UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES}. */
    private static final long RESERVED_BYTES = 300L << 20;

    public Fleet {
        Objects.requireNonNull(source, "source");
        if (workers < 1 || coresPerWorker < 1 || heapPerWorker < 1 || freeDiskPerWorker < 0) {
            throw new IllegalArgumentException("A fleet has workers, cores and memory: got " + workers + " workers, "
                    + coresPerWorker + " cores, " + heapPerWorker + " heap bytes, " + freeDiskPerWorker
                    + " free disk bytes");
        }
    }

    /** Tasks that run at the same time. */
    public int slots() {
        return Math.multiplyExact(workers, coresPerWorker);
    }

    /**
     * Execution memory in bytes that one task has when all cores are busy and nothing is cached: {@code (heap - 300 MiB)
     * * spark.memory.fraction / cores} (Spark's UnifiedMemoryManager and ExecutionMemoryPool, which grants a task
     * between half of this and all of it).
     */
    public long executionMemoryPerTask() {
        return (long) (Math.max(0, heapPerWorker - RESERVED_BYTES) * memoryFraction / coresPerWorker);
    }
}
