package io.preflightguard.spark.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Keeps some of the rows that go by: runs of neighbours, evenly spread over all rows, without knowing how many will
 * come. Neighbours, because rows picked one by one would not resemble one another as a shuffle's do, and would compress
 * worse; spread, because the first rows of a sorted partition are not like its last.
 *
 * <p>A systematic sample of runs with a random start, thinned as it grows (Cochran, "Sampling Techniques", 3rd ed., 1977,
 * chapter 8): every run is equally likely to be kept. Not thread-safe.
 *
 * @param <T> a row that may be kept
 */
final class SpreadRuns<T> {

    /** One batch of Spark's Parquet reader: of rows of 100 bytes, a dozen blocks of a codec. */
    private static final int RUN_ROWS = 4096;

    private static final long RUN_BYTES = 1 << 20;
    private static final int MOST_RUNS = 16;
    private static final long MOST_BYTES = 16L << 20;

    private final SplittableRandom random;
    private final List<Run<T>> kept = new ArrayList<>();

    /** Runs whose number is {@code phase} modulo {@code stride} are kept. */
    private long stride = 1;

    private long phase;
    private long run = -1;
    private long runRows = RUN_ROWS;
    private long runBytes;

    SpreadRuns(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Takes note of the next row, and says whether to {@link #keep} it. */
    boolean isNextWanted(long bytes) {
        if (runRows >= RUN_ROWS || runBytes >= RUN_BYTES) {
            run++;
            runRows = 0;
            runBytes = 0;
            startRun();
        }
        runRows++;
        runBytes += bytes;
        return run % stride == phase;
    }

    /** Keeps the row that {@link #isNextWanted} was just asked for. */
    void keep(T row, long bytes) {
        Run<T> last = kept.get(kept.size() - 1);
        last.rows.add(row);
        last.bytes += bytes;
    }

    /** The rows that were kept, in their order. */
    Stream<T> rows() {
        return kept.stream().flatMap(keptRun -> keptRun.rows.stream());
    }

    private void startRun() {
        while (run % stride == phase && isFull()) {
            phase += random.nextBoolean() ? stride : 0;
            stride *= 2;
            kept.removeIf(keptRun -> keptRun.number % stride != phase);
        }
        if (run % stride == phase) {
            kept.add(new Run<>(run));
        }
    }

    private boolean isFull() {
        long bytes = kept.stream().mapToLong(keptRun -> keptRun.bytes).sum();
        return kept.size() >= MOST_RUNS || (kept.size() > 1 && bytes >= MOST_BYTES);
    }

    private static final class Run<T> {
        private final long number;
        private final List<T> rows = new ArrayList<>();
        private long bytes;

        Run(long number) {
            this.number = number;
        }
    }
}
