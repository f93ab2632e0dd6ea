package io.preflightguard.layout;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans files of about one size that tasks of about one load write: a path has as few equal files as the target size
 * allows, and files are packed on tasks. Pure and deterministic.
 */
public final class FilePlanner {

    /** What the largest task may carry, as a multiple of the mean, before other numbers of tasks are tried. */
    private static final double EVEN = 1.3;

    /** What the largest task may grow by when there are fewer tasks. */
    private static final double GROWTH = 1.1;

    /** How many times the tasks a write may have whose files do not lie evenly on the tasks it asked for, and by what steps. */
    private static final int WIDER = 2;

    private static final double WIDENING = 1.02;

    /** Fewer numbers of tasks that are tried; each costs one packing of all files. */
    private static final int TRIES = 64;

    private FilePlanner() {}

    /**
     * Plans the files.
     *
     * @param expected the rows of each path
     * @param bytes what a file weighs
     * @param target the size in bytes that files should have, above 0
     * @param parallelism how many tasks the write asks for, at least 1. There are more if a path has more files than that,
     *     and up to twice as many again if these carry more evenly; there are fewer if no more could carry alike, as where
     *     one file is most of the data
     */
    public static FilePlan plan(ExpectedRows expected, FileBytes bytes, long target, int parallelism) {
        return plan(expected, bytes, target, parallelism, true);
    }

    /** As {@link #plan}, without more tasks than were asked for, unless a path has more files. */
    public static FilePlan planWithin(ExpectedRows expected, FileBytes bytes, long target, int parallelism) {
        return plan(expected, bytes, target, parallelism, false);
    }

    /**
     * How many tasks a plan has at most, however the rows lie on their paths: a single path may have them all.
     *
     * @param rows all rows
     * @param bytes what a file weighs
     * @param target the size in bytes that files should have, above 0
     * @param parallelism how many tasks the write asks for, at least 1
     */
    public static int mostTasks(double rows, FileBytes bytes, long target, int parallelism) {
        return mostTasks(Math.max(parallelism, FileCount.of(rows, bytes, target)));
    }

    private static int mostTasks(int asked) {
        return (int) Math.min(Integer.MAX_VALUE, (long) WIDER * asked);
    }

    private static FilePlan plan(
            ExpectedRows expected, FileBytes bytes, long target, int parallelism, boolean mayWiden) {
        if (target < 1 || parallelism < 1) {
            throw new IllegalArgumentException(
                    "A plan needs a size and a task: got " + target + " bytes and " + parallelism + " tasks");
        }
        List<Placement.Cut> cuts = new ArrayList<>();
        Map<String, Estimate> rows = new HashMap<>();
        for (PathRows path : expected.paths()) {
            int files = FileCount.of(path.rows().value(), bytes, target);
            cuts.add(new Placement.Cut(
                    path.path(), files, path.rows().value() / files, path.rows().high() / files));
            rows.put(path.path(), path.rows().times(1.0 / files, Unit.COUNT));
        }
        cuts.sort(Comparator.comparingDouble(Placement.Cut::rows).reversed().thenComparing(Placement.Cut::path));
        int least = cuts.stream().mapToInt(Placement.Cut::files).max().orElse(1);
        Placement placement = place(cuts, expected, least, parallelism, mayWiden);
        double all = expected.listed() + expected.unlisted();
        return new FilePlan(
                placement.byPath(),
                placement.tasks(),
                target,
                sizes(cuts, rows, bytes),
                largestToMean(placement, expected),
                all == 0 ? 0 : expected.unlisted() / all);
    }

    /**
     * As many tasks as were asked for, if they carry alike. If they do not, further tasks take what is left over, as where
     * twenty equal files lie on sixteen tasks: with twenty, none writes two. If some file is larger than a task's share,
     * further tasks would only stand idle: then of the numbers of tasks that hardly lengthen the largest, the one with the
     * least idle.
     */
    private static Placement place(
            List<Placement.Cut> cuts, ExpectedRows expected, int least, int parallelism, boolean mayWiden) {
        int asked = Math.max(least, parallelism);
        Placement widest = Placement.of(cuts, asked);
        Placement best = widest;
        int most = mayWiden || least > parallelism ? mostTasks(asked) : asked;
        double longestFile = cuts.isEmpty() ? 0 : cuts.get(0).rows();
        for (int tasks = asked; tasks < most && best.largest() > longestFile && isUneven(best, expected); ) {
            tasks = (int) Math.min(most, Math.max(tasks + 1, tasks * WIDENING));
            best = moreEven(best, Placement.of(cuts, tasks), expected);
        }
        if (isUneven(best, expected)) {
            for (int tasks : fewer(least, asked)) {
                Placement tried = Placement.of(cuts, tasks);
                if (carried(tried, expected) <= GROWTH * carried(widest, expected)) {
                    best = moreEven(best, tried, expected);
                }
            }
        }
        return best;
    }

    private static boolean isUneven(Placement placement, ExpectedRows expected) {
        return toMean(placement.largest(), placement.tasks(), expected) > EVEN;
    }

    private static Placement moreEven(Placement one, Placement other, ExpectedRows expected) {
        double ofOne = toMean(one.largest(), one.tasks(), expected);
        return toMean(other.largest(), other.tasks(), expected) < ofOne ? other : one;
    }

    /** Numbers from {@code most - 1} down to {@code least}: each of them, or evenly by ratio if they are many. */
    private static List<Integer> fewer(int least, int most) {
        List<Integer> numbers = new ArrayList<>();
        double step = Math.pow((double) least / most, 1.0 / TRIES);
        int next = most;
        while (next > least) {
            next = Math.max(least, Math.min(next - 1, (int) (next * step)));
            numbers.add(next);
        }
        return numbers;
    }

    private static double carried(Placement placement, ExpectedRows expected) {
        return placement.largest() + expected.unlisted() / placement.tasks();
    }

    private static double toMean(double largest, int tasks, ExpectedRows expected) {
        double all = expected.listed() + expected.unlisted();
        return all == 0 ? 1 : (largest * tasks + expected.unlisted()) / all;
    }

    private static Estimate largestToMean(Placement placement, ExpectedRows expected) {
        double value = Math.max(1, toMean(placement.largest(), placement.tasks(), expected));
        double high = toMean(placement.largestHigh() + expected.largestUnlisted(), placement.tasks(), expected);
        return new Estimate(value, 1, Math.max(value, high), expected.total().confidence(), Unit.RATIO);
    }

    private static FilePlan.@Nullable Sizes sizes(
            List<Placement.Cut> cuts, Map<String, Estimate> rows, FileBytes bytes) {
        if (cuts.isEmpty()) {
            return null;
        }
        List<Estimate> sizes = new ArrayList<>();
        double value = 0;
        double low = 0;
        double high = 0;
        long files = 0;
        for (Placement.Cut cut : cuts) {
            Estimate size = bytes.of(rows.getOrDefault(cut.path(), Estimate.exact(cut.rows(), Unit.COUNT)));
            sizes.add(size);
            value += size.value() * cut.files();
            low += size.low() * cut.files();
            high += size.high() * cut.files();
            files += cut.files();
        }
        Comparator<Estimate> bySize = Comparator.comparingDouble(Estimate::value);
        Estimate mean = new Estimate(
                value / files, low / files, high / files, bytes.perRow().confidence(), Unit.BYTES);
        return new FilePlan.Sizes(Collections.min(sizes, bySize), mean, Collections.max(sizes, bySize));
    }
}
