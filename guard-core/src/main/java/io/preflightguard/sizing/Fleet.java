package io.preflightguard.sizing;

import java.util.Objects;

/**
 * The machines that run the job's tasks, one executor a worker.
 *
 * @param workers how many there are, without the driver
 * @param coresPerWorker tasks that run at the same time on one worker
 * @param memory what an executor divides between tasks and cached blocks
 * @param freeDiskPerWorker bytes of shuffle and spill that the local directories of one worker can take: its free disk,
 *     where files that are spread over them evenly fill none of its disks before
 * @param source where these numbers come from, for the report
 * @param mayGrow whether more workers may come while the job runs, so that what falls to each is only an upper end
 */
public record Fleet(
        int workers,
        int coresPerWorker,
        ExecutorMemory memory,
        long freeDiskPerWorker,
        String source,
        boolean mayGrow) {

    public Fleet {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(source, "source");
        if (workers < 1 || coresPerWorker < 1 || freeDiskPerWorker < 0) {
            throw new IllegalArgumentException("A fleet has workers, cores and memory: got " + workers + " workers, "
                    + coresPerWorker + " cores, " + freeDiskPerWorker + " free disk bytes");
        }
    }

    /** A fleet of as many workers from the first task to the last. */
    public Fleet(int workers, int coresPerWorker, ExecutorMemory memory, long freeDiskPerWorker, String source) {
        this(workers, coresPerWorker, memory, freeDiskPerWorker, source, false);
    }

    /** As {@link #Fleet(int, int, ExecutorMemory, long, String)}; executors have a heap, and nothing cached or off it. */
    public Fleet(
            int workers,
            int coresPerWorker,
            long heapPerWorker,
            double memoryFraction,
            long freeDiskPerWorker,
            String source) {
        this(workers, coresPerWorker, ExecutorMemory.ofHeap(heapPerWorker, memoryFraction), freeDiskPerWorker, source);
    }

    /** Tasks that run at the same time. */
    public int slots() {
        return Math.multiplyExact(workers, coresPerWorker);
    }

    /** Executor heap in bytes. */
    public long heapPerWorker() {
        return memory.heap();
    }

    /**
     * Execution memory in bytes that one task has for SQL while all cores are busy: {@link
     * ExecutorMemory#executionOfSql()} by the cores. Spark's {@code ExecutionMemoryPool} grants each of {@code N} tasks
     * at most {@code 1/N}, and lets it wait for {@code 1/2N} before it makes it spill.
     */
    public long executionMemoryPerTask() {
        return memory.executionOfSql() / coresPerWorker;
    }

    /** As {@link #executionMemoryPerTask()}, for operators that keep objects on the heap. */
    public long heapMemoryPerTask() {
        return memory.executionOnHeap() / coresPerWorker;
    }

    /** As {@link #heapMemoryPerTask()}, while cached rows take all that {@code spark.memory.storageFraction} leaves them. */
    long heapMemoryPerTaskBesideCache() {
        return (long) Math.min(memory.executionOnHeap(), memory.unified() * (1 - memory.storageFraction()))
                / coresPerWorker;
    }

    /**
     * Execution memory for SQL in bytes that a task has while so many run on its worker.
     *
     * @param broadcasts bytes that the write's own broadcasts hold of it
     */
    long executionMemoryOf(int together, long broadcasts) {
        return memory.executionOfSqlBeside(broadcasts) / together;
    }

    /** How many of a stage's tasks run together on the worst worker: as many as fit, as nothing prevents it. */
    int togetherAtMost(int tasks) {
        return Math.max(1, Math.min(coresPerWorker, tasks));
    }

    /** How many of a stage's tasks run together on the worst worker if Spark deals them round to all. */
    int togetherAtLeast(int tasks) {
        return togetherAtMost((int) (((long) tasks + workers - 1) / workers));
    }

    /** The pages in bytes that SQL operators take memory in. */
    long pageBytes() {
        return memory.pageBytes(coresPerWorker);
    }

    /** As many workers of the same kind. */
    Fleet withWorkers(int others) {
        return new Fleet(others, coresPerWorker, memory, freeDiskPerWorker, source, mayGrow);
    }
}
