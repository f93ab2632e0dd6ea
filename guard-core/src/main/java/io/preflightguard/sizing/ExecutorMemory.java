package io.preflightguard.sizing;

/**
 * The memory that Spark divides between the tasks of one executor and the blocks it caches, by the rules of
 * {@code UnifiedMemoryManager}. All in bytes.
 *
 * @param heap the executor's heap
 * @param fraction {@code spark.memory.fraction}
 * @param storageFraction {@code spark.memory.storageFraction}
 * @param offHeap {@code spark.memory.offHeap.size} if {@code spark.memory.offHeap.enabled}, else 0
 * @param cachedOnHeap what cached blocks hold on the heap
 * @param cachedOffHeap what cached blocks hold off it
 * @param statedPage {@code spark.buffer.pageSize}, or 0 if that is left to Spark
 */
public record ExecutorMemory(
        long heap,
        double fraction,
        double storageFraction,
        long offHeap,
        long cachedOnHeap,
        long cachedOffHeap,
        long statedPage) {

    /** What Spark sets aside before it divides the heap: {@code UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES}. */
    private static final long RESERVED_BYTES = 300L << 20;

    private static final int SHARES_OF_A_CORE = 16;
    private static final long SMALLEST_PAGE = 1L << 20;
    private static final long LARGEST_PAGE = 64L << 20;
    private static final double DEFAULT_STORAGE_FRACTION = 0.5;

    public ExecutorMemory {
        if (heap < 1
                || offHeap < 0
                || cachedOnHeap < 0
                || cachedOffHeap < 0
                || statedPage < 0
                || !isShare(fraction)
                || !isShare(storageFraction)) {
            throw new IllegalArgumentException("An executor has a heap, and shares of it between 0 and 1: got " + heap
                    + " heap bytes, fraction " + fraction + ", storage fraction " + storageFraction + ", " + offHeap
                    + " bytes off the heap, " + cachedOnHeap + " and " + cachedOffHeap + " bytes cached, pages of "
                    + statedPage + " bytes");
        }
    }

    /** With pages of the size that Spark chooses. */
    public ExecutorMemory(
            long heap, double fraction, double storageFraction, long offHeap, long cachedOnHeap, long cachedOffHeap) {
        this(heap, fraction, storageFraction, offHeap, cachedOnHeap, cachedOffHeap, 0);
    }

    /** A heap with nothing cached and Spark's other defaults. */
    static ExecutorMemory ofHeap(long heap, double fraction) {
        return new ExecutorMemory(heap, fraction, DEFAULT_STORAGE_FRACTION, 0, 0, 0);
    }

    /** What storage and execution share on the heap: {@code (heap - 300 MiB) * spark.memory.fraction}. */
    public long unified() {
        return (long) (Math.max(0, heap - RESERVED_BYTES) * fraction);
    }

    /**
     * What objects on the heap may take for execution at most, as Spark's RDD operators do (and so Hudi's upserts):
     * {@code maxMemory - min(cached, maxMemory * spark.memory.storageFraction)}. Cached blocks beyond that share are
     * evicted when a task asks.
     */
    public long executionOnHeap() {
        return lessCached(unified(), cachedOnHeap);
    }

    /**
     * What SQL operators may take for execution at most. They keep their rows off the heap, and only there, as soon as
     * {@code spark.memory.offHeap.enabled} is on ({@code MemoryManager.tungstenMemoryMode}).
     */
    public long executionOfSql() {
        return executionOfSqlBeside(0);
    }

    /** As {@link #executionOfSql()}, while broadcasts hold so much more of the heap than cached blocks do now. */
    long executionOfSqlBeside(long broadcasts) {
        return offHeap > 0
                ? lessCached(offHeap, cachedOffHeap)
                : lessCached(unified(), Math.addExact(cachedOnHeap, broadcasts));
    }

    /**
     * The size of the pages that SQL operators take memory in: {@code spark.buffer.pageSize}, else a sixteenth of what a
     * core has of the part that storage does not claim, as the next power of two, between 1 and 64 MiB ({@code
     * MemoryManager.pageSizeBytes}).
     */
    public long pageBytes(int cores) {
        if (statedPage > 0) {
            return statedPage;
        }
        double execution = (offHeap > 0 ? offHeap : unified()) * (1 - storageFraction);
        long wanted = Math.max(1, (long) (execution / cores / SHARES_OF_A_CORE));
        long highest = Long.highestOneBit(wanted);
        return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, highest == wanted ? wanted : highest << 1));
    }

    private long lessCached(long pool, long cached) {
        return pool - Math.min(cached, (long) (pool * storageFraction));
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
