package io.preflightguard.benchmarks.bulkinsert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was asked of the guard's partitioner, and what was measured. Pure. */
final class Bars {

    /** A mode that leaves more files than this, as a multiple of the ideal, is no rival for tasks and time. */
    private static final double FEW_FILES = 1.2;

    private Bars() {}

    static List<String> of(Map<Contestant, Run> runs, long ideal, long target) {
        Map.Entry<Contestant, Run> found = runs.entrySet().stream()
                .filter(run -> run.getKey().isOurs())
                .findFirst()
                .orElseThrow();
        Run ours = found.getValue();
        List<Map.Entry<Contestant, Run>> rivals = runs.entrySet().stream()
                .filter(run -> !run.getKey().isOurs())
                .filter(run -> run.getValue().files().count() <= FEW_FILES * ideal)
                .toList();
        List<String> bars = new ArrayList<>();
        bars.add(bar("files, to the ideal", (double) ours.files().count() / ideal, 1.1));
        bars.add(bar("rows of the largest task, to the mean", ours.largestToMean(), 1.3));
        bars.add(bar("small files", ours.files().small(target), 0));
        if (rivals.isEmpty()) {
            bars.add(
                    "no sort mode keeps to 1.2 times the ideal number of files, so none is a rival for tasks and time");
            return bars;
        }
        double longest = rivals.stream()
                .mapToDouble(run -> run.getValue().longestTask())
                .min()
                .orElseThrow();
        double wall = rivals.stream()
                .mapToDouble(run -> run.getValue().seconds())
                .min()
                .orElseThrow();
        String names = String.join(
                ", ", rivals.stream().map(run -> run.getKey().name()).toList());
        bars.add(bar("longest task, to the shortest of " + names, ours.longestTask() / longest, 0.5));
        bars.add(bar("wall time, to the shortest of " + names, ours.seconds() / wall, 1.1));
        return bars;
    }

    private static String bar(String what, double measured, double most) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f, at most %.1f asked: %s",
                what,
                measured,
                most,
                measured <= most ? "met" : "MISSED");
    }
}
