package io.preflightguard.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An input of files and row groups of unequal size. Only the counts of those row groups that are read are made, each
 * from what the earlier ones left (sequential hypergeometric draws), so that they are distributed as if all rows had been
 * laid out, and reading everything finds exactly the true counts.
 */
final class SimulatedInput {

    private static final int ROWS_PER_GROUP = 40_000;

    /** What the sampler lists, as a share of a row group's rows. */
    private static final double SMALLEST_SHARE = 1e-4;

    private final SplittableRandom random;
    private final KeyLayout layout;
    private final int rowGroups;
    private final boolean firstIsNull;
    private final long[] fileRows;
    private final long[] counts;
    private final long rows;
    private final int[] hashes;
    private final int[] order;
    private final int[] splits;
    private final Map<Integer, FileRows> files = new HashMap<>();
    private final Part left;

    SimulatedInput(KeyDistribution distribution, KeyLayout layout, int files, int rowGroups, long seed) {
        this.random = new SplittableRandom(seed);
        this.layout = layout;
        this.rowGroups = rowGroups;
        this.firstIsNull = distribution.firstIsNull();
        this.fileRows = new long[files];
        Arrays.setAll(fileRows, file -> (long) (rowGroups * ROWS_PER_GROUP * (0.6 + 0.8 * random.nextDouble())));
        this.rows = Arrays.stream(fileRows).sum();
        this.counts = distribution.counts(rows);
        this.hashes = new int[counts.length];
        Arrays.setAll(hashes, key -> random.nextInt());
        this.order = permutation(counts.length);
        this.splits = permutation(files * rowGroups);
        this.left = Part.of(order, counts);
    }

    int splits() {
        return splits.length;
    }

    double largestShare() {
        return (double) Arrays.stream(counts).max().orElseThrow() / rows;
    }

    double share(int hash) {
        for (int key = 0; key < counts.length; key++) {
            if (hashes[key] == hash) {
                return (double) counts[key] / rows;
            }
        }
        throw new IllegalArgumentException("No key has hash " + hash);
    }

    double largestToMean(int partitions) {
        long[] load = new long[partitions];
        for (int key = 0; key < counts.length; key++) {
            load[Math.floorMod(hashes[key], partitions)] += counts[key];
        }
        return (double) Arrays.stream(load).max().orElseThrow() / rows * partitions;
    }

    /** What is read of the first {@code many} row groups of a random order. Must be asked for more and more. */
    List<SplitCounts> read(List<SplitCounts> before, int many) {
        List<SplitCounts> read = new ArrayList<>(before);
        for (int i = before.size(); i < many; i++) {
            int file = splits[i] / rowGroups;
            read.add(counts(files.computeIfAbsent(file, this::fileRows).take(splits[i] % rowGroups)));
        }
        return read;
    }

    private FileRows fileRows(int file) {
        if (!layout.packsFiles()) {
            return new FileRows(left.draw(random, fileRows[file]), fileRows[file]);
        }
        long from = 0;
        for (int i = 0; i < file; i++) {
            from += fileRows[i];
        }
        return new FileRows(Part.of(order, counts).range(from, from + fileRows[file]), fileRows[file]);
    }

    private SplitCounts counts(Part part) {
        long size = part.rows;
        long threshold = (long) (size * SMALLEST_SHARE);
        long nulls = 0;
        List<KeyCount> frequent = new ArrayList<>();
        for (int i = 0; i < part.keys.length; i++) {
            int key = part.keys[i];
            long count = part.counts[i];
            boolean isNull = firstIsNull && key == 0;
            nulls += isNull ? count : 0;
            if (count > threshold) {
                frequent.add(new KeyCount(isNull ? null : "k" + key, hashes[key], count, count));
            }
        }
        return new SplitCounts(size, nulls, frequent, threshold);
    }

    private int[] permutation(int size) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, i -> i);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = number;
        }
        return numbers;
    }

    /** One file: its row groups are of one size but the last, which is half as large. */
    private final class FileRows {

        private final Part all;
        private final long size;

        FileRows(Part all, long size) {
            this.all = all;
            this.size = size;
        }

        Part take(int group) {
            long groupRows = rowGroups == 1 ? size : (long) Math.ceil(size / (rowGroups - 0.5));
            long from = group * groupRows;
            long to = Math.min(size, from + groupRows);
            return layout.sortsFiles() ? all.range(from, to) : all.draw(random, to - from);
        }
    }

    /** Rows of some keys, in the order of the keys. */
    private static final class Part {

        private final int[] keys;
        private final long[] counts;
        private long rows;

        private Part(int[] keys, long[] counts) {
            this.keys = keys;
            this.counts = counts;
            this.rows = Arrays.stream(counts).sum();
        }

        static Part of(int[] order, long[] counts) {
            return new Part(
                    order, Arrays.stream(order).mapToLong(key -> counts[key]).toArray());
        }

        /** Draws rows at random, which are then no longer here. */
        Part draw(SplittableRandom random, long wanted) {
            long[] drawn = new long[counts.length];
            long rest = rows;
            long missing = wanted;
            for (int i = 0; i < counts.length && missing > 0; i++) {
                drawn[i] = Hypergeometric.draw(random, rest, counts[i], missing);
                rest -= counts[i];
                missing -= drawn[i];
                counts[i] -= drawn[i];
            }
            rows -= wanted;
            return new Part(keys, drawn);
        }

        Part range(long from, long to) {
            int first = -1;
            int last = -1;
            long[] inside = new long[counts.length];
            long start = 0;
            for (int i = 0; i < counts.length; i++) {
                inside[i] = Math.max(0, Math.min(to, start + counts[i]) - Math.max(from, start));
                start += counts[i];
                if (inside[i] > 0) {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            return new Part(Arrays.copyOfRange(keys, first, last + 1), Arrays.copyOfRange(inside, first, last + 1));
        }
    }
}
