package io.preflightguard.benchmarks.accuracy;

import io.preflightguard.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was foretold of one job, and what it did.
 *
 * @param predicted shuffle bytes; null if the job failed or nothing could be foretold
 * @param written shuffle bytes that Spark's task metrics say were written
 * @param seconds how long foretelling took
 * @param failure why there is nothing to compare; empty if there is
 */
record Accuracy(
        String data,
        String operation,
        String codec,
        @Nullable Estimate predicted,
        long written,
        double seconds,
        String failure) {

    /** A job that is to shuffle nothing may shuffle so much of Hudi's own bookkeeping, as in a guarded write's review. */
    private static final double MATERIAL_BYTES = 1 << 20;

    /** Whether nothing was to be shuffled, and nothing of weight was: it has no error. */
    boolean isNothing() {
        return predicted != null && predicted.high() == 0 && written <= MATERIAL_BYTES;
    }

    /** Whether both are there. */
    boolean isCompared() {
        return predicted != null;
    }

    /** Predicted to measured, less 1; infinite if bytes were foretold and none were written. */
    double error() {
        double value = predicted == null ? Double.NaN : predicted.value();
        return isNothing() ? 0 : value / written - 1;
    }

    boolean isInside() {
        return isNothing() || (predicted != null && predicted.low() <= written && written <= predicted.high());
    }

    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("data", data);
        row.put("operation", operation);
        row.put("codec", codec);
        row.put("predicted MB", predicted == null ? "none" : predicted.value() / 1e6);
        row.put("from", predicted == null ? "none" : predicted.low() / 1e6);
        row.put("to", predicted == null ? "none" : predicted.high() / 1e6);
        row.put("measured MB", written / 1e6);
        row.put("error %", isNothing() || !isCompared() ? "none" : String.format(Locale.ROOT, "%+.1f", 100 * error()));
        row.put("inside", isInside() ? "yes" : "NO");
        row.put("predicted in s", seconds);
        row.put("failure", failure);
        return row;
    }

    /** What all rows show together, against the bar of issue 6. */
    static String summary(List<Accuracy> all) {
        List<Accuracy> shuffles = all.stream()
                .filter(Accuracy::isCompared)
                .filter(one -> !one.isNothing())
                .toList();
        long failed = all.stream().filter(one -> !one.isCompared()).count();
        String besides = String.format(
                Locale.ROOT,
                "; besides, %d rightly foretold to shuffle nothing, and %d not compared",
                all.stream().filter(Accuracy::isNothing).count(),
                failed);
        if (shuffles.isEmpty()) {
            return "no shuffle was compared" + besides;
        }
        double[] errors = shuffles.stream()
                .mapToDouble(one -> Math.abs(one.error()))
                .sorted()
                .toArray();
        int middle = errors.length / 2;
        double median = errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
        long inside = shuffles.stream().filter(Accuracy::isInside).count();
        return String.format(
                Locale.ROOT,
                "%d shuffles: median error %.1f %% (at most 10), worst %.1f %% (at most 25), inside the stated interval"
                        + " %d (%.0f %%, at least 90)%s",
                errors.length,
                100 * median,
                100 * errors[errors.length - 1],
                inside,
                100.0 * inside / errors.length,
                besides);
    }
}
