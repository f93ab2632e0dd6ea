package io.preflightguard.layout;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a write lays out its files, and what comes of it. A path's rows go to its files by a hash of the record key. A path
 * that is not listed is kept whole, on a task that its name's hash chooses. Immutable.
 *
 * @param tasksByPath for each listed path the tasks that write one file of it each, ascending
 * @param tasks how many tasks write, at least 1
 * @param target the size in bytes that files should have
 * @param sizes the sizes of the listed paths' files, or null if no path is listed
 * @param largestTaskToMean rows of the largest task, as a multiple of the mean
 * @param unlistedShare the share of the rows that lie in paths that are not listed; 0 if every path was counted
 */
public record FilePlan(
        Map<String, List<Integer>> tasksByPath,
        int tasks,
        long target,
        @Nullable Sizes sizes,
        Estimate largestTaskToMean,
        double unlistedShare) {

    /**
     * Sizes of files in bytes.
     *
     * @param smallest the smallest file
     * @param mean the mean of all files
     * @param largest the largest file
     */
    public record Sizes(Estimate smallest, Estimate mean, Estimate largest) {}

    public FilePlan {
        Objects.requireNonNull(largestTaskToMean, "largestTaskToMean");
        if (tasks < 1) {
            throw new IllegalArgumentException("A plan has at least one task: got " + tasks);
        }
        Map<String, List<Integer>> sorted = new TreeMap<>();
        tasksByPath.forEach((path, placed) -> sorted.put(path, List.copyOf(placed)));
        tasksByPath = Collections.unmodifiableMap(sorted);
    }

    /** Files of the listed paths. */
    public int files() {
        return tasksByPath.values().stream().mapToInt(List::size).sum();
    }

    /** The plan in two lines for a person to read; names no path. */
    public String describe() {
        long cut = tasksByPath.values().stream()
                .filter(placed -> placed.size() > 1)
                .count();
        String files = Unit.COUNT.format(files()) + " files of " + Unit.BYTES.format(target) + " at most, in "
                + Unit.COUNT.format(tasksByPath.size()) + " partition paths (" + Unit.COUNT.format(cut)
                + " with several), by " + Unit.COUNT.format(tasks) + " tasks";
        String rest = unlistedShare > 0
                ? "; " + Unit.SHARE.format(unlistedShare) + " of the rows lie in further paths, each kept whole"
                : "";
        String bytes = sizes == null
                ? ""
                : "; smallest file " + sizes.smallest.render() + ", mean " + sizes.mean.render() + ", largest "
                        + sizes.largest.render();
        return files + rest + bytes + "\nlargest task, in rows: " + largestTaskToMean.render() + " the mean";
    }
}
