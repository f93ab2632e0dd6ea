package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.layout.ExpectedRows;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.layout.FilePlan;
import io.preflightguard.layout.FilePlanner;
import io.preflightguard.layout.PathRows;
import io.preflightguard.spark.SparkSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Plans a skew-aware bulk_insert. Runs on the driver: one small Spark job to count paths on a sample, one to weigh rows, and
 * one that computes the whole input if the sample does not settle the plan, or shows that the input may lie as planned already. Thread-safe.
 */
public final class BulkInsertPlanner {

    /** How many times as long as planned the largest task may be for a sample to settle a plan. */
    private static final double SETTLED = 1.5;

    /** How many times the planned files an input may lie in for a count of all rows to be worth it: it may save the shuffle. */
    private static final double MAY_FIT = 1.2;

    /** By what share the rows of a path that is cut may be off: Hudi closes a file a tenth above its target. */
    private static final double OFF = 0.1;

    private final BulkInsertSettings settings;

    BulkInsertPlanner(BulkInsertSettings settings) {
        this.settings = settings;
    }

    /**
     * What a bulk_insert of a frame with {@link SkewAwareBulkInsertPartitioner} would do, before it is made. The write
     * plans anew, on rows that may be cut into other partitions, so the figures are close but need not be the same.
     *
     * @param frame the rows to be written
     * @param options the options of the write
     * @param parallelism the tasks it would ask for, as {@code hoodie.bulkinsert.shuffle.parallelism} does
     * @throws IllegalArgumentException if an option cannot be read, or the key generator makes paths that the guard cannot
     *     compute
     */
    public static BulkInsertPlan plan(Dataset<Row> frame, Map<String, String> options, int parallelism) {
        HudiWrite write = new HudiWrite(options, Map.of());
        if (!write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            throw new IllegalArgumentException(
                    "The key generator of this write makes partition paths that the guard cannot"
                            + " compute; the partitioner itself gets them from Hudi and can plan");
        }
        return new BulkInsertPlanner(BulkInsertSettings.of(options))
                .plan(RowsAsWritten.withMetaColumns(frame, write), parallelism);
    }

    /**
     * How many tasks such a bulk_insert has at most, however its rows lie on partition paths: more than it asks for where
     * a path has more files. Not so where no row can be weighed, of which it takes what Hudi does.
     *
     * @param options the options of the write
     * @param rows rows of the input
     * @param rowBytes what a row weighs in bytes, at least what it does in a file
     * @param parallelism the tasks it would ask for
     * @throws IllegalArgumentException if an option cannot be read
     */
    public static int mostTasks(Map<String, String> options, double rows, double rowBytes, int parallelism) {
        BulkInsertSettings settings = BulkInsertSettings.of(options);
        Estimate heaviest =
                Estimate.exact(Math.max(rowBytes, settings.statedRowBytes().orElse(0)), Unit.BYTES);
        return FilePlanner.mostTasks(rows, settings.files(heaviest), settings.targetBytes(), parallelism);
    }

    /** @param rows with Hudi's columns filled in */
    BulkInsertPlan plan(Dataset<Row> rows, int parallelism) {
        GuardConfig config = GuardConfig.of(SparkSettings.of(rows.sparkSession()), Map.of());
        return plan(
                rows,
                functions.col(RowsAsWritten.PATH_COLUMN),
                parallelism,
                config,
                () -> RowWeight.of(rows, settings, config));
    }

    /**
     * @param rowBytes what a row weighs in a file
     */
    BulkInsertPlan plan(
            Dataset<Row> rows, Column path, int parallelism, GuardConfig config, Supplier<Estimate> rowBytes) {
        FileBytes bytes = settings.files(rowBytes.get());
        if (settings.counting() != Counting.EXACT) {
            PathSample sample = sample(rows, path, config, read -> isEnough(read, bytes, parallelism))
                    .orElse(null);
            if (sample != null && (settings.counting() == Counting.SAMPLE || isEnough(sample, bytes, parallelism))) {
                FilePlan sampled = files(sample, bytes, parallelism);
                return new BulkInsertPlan(sampled, true, evidence("from a sample", bytes, sampled, parallelism));
            }
        }
        PathCount count = PathCount.of(rows, path);
        FilePlan files = FilePlanner.plan(count.expected(), bytes, settings.targetBytes(), parallelism);
        // More tasks than were asked for are worth something where rows are shuffled, but not a shuffle.
        FilePlan within = FilePlanner.planWithin(count.expected(), bytes, settings.targetBytes(), parallelism);
        boolean fits = count.arranged().fits(within, count.expected(), bytes);
        FilePlan plan = fits ? within : files;
        return new BulkInsertPlan(plan, !fits, evidence("all rows counted", bytes, plan, parallelism));
    }

    private static String evidence(String counted, FileBytes bytes, FilePlan files, int parallelism) {
        String rests = counted + "; a row weighs " + bytes.perRow().render() + " in a file";
        return files.tasks() >= parallelism
                ? rests
                : rests + "; more than " + files.tasks() + " of the " + parallelism
                        + " tasks asked for would not carry alike with files of this size: for more, lower "
                        + BulkInsertSettings.TARGET;
    }

    /**
     * Whether what a sample leaves open changes little: no path that was not seen could make a task much longer than the
     * others, and the rows of every path that is cut are known well enough for files of about the target.
     */
    private static boolean isSettled(FilePlan files, ExpectedRows sampled) {
        Estimate largest = files.largestTaskToMean();
        return largest.high() <= SETTLED * largest.value()
                && sampled.paths().stream()
                        .filter(path -> files.tasksByPath()
                                        .getOrDefault(path.path(), List.of())
                                        .size()
                                > 1)
                        .map(PathRows::rows)
                        .allMatch(rows ->
                                rows.high() <= (1 + OFF) * rows.value() && rows.low() >= (1 - OFF) * rows.value());
    }

    private FilePlan files(PathSample sample, FileBytes bytes, int parallelism) {
        return FilePlanner.plan(sample.expected(), bytes, settings.targetBytes(), parallelism);
    }

    /** Whether the sample settles the plan, and the input does not look as if it might fit as it lies. */
    private boolean isEnough(PathSample sample, FileBytes bytes, int parallelism) {
        FilePlan files = files(sample, bytes, parallelism);
        return isSettled(files, sample.expected()) && sample.filesAsTheyLie() > MAY_FIT * files.files();
    }

    private static Optional<PathSample> sample(
            Dataset<Row> rows, Column path, GuardConfig config, Predicate<PathSample> isCertain) {
        try {
            return PathSample.of(rows, path, config, isCertain);
        } catch (IOException unreadable) {
            return Optional.empty(); // counting all will meet the same failure, and say so
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the rows of a bulk_insert were sampled", interrupted);
        }
    }
}
