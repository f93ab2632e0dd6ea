package io.preflightguard.hudi.shuffle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Few enough of the blocks of a shuffle to compress on the driver: as many partition paths or file groups as there are
 * records make as many blocks. Of more than that the largest are kept, and of the others, in order of their size, every
 * n-th (Cochran, "Sampling Techniques", 3rd ed., 1977, chapters 5 and 8).
 *
 * @param <T> what a block holds
 */
record SampledBlocks<T>(List<Weighted<T>> blocks) {

    private static final int CERTAIN = 512;
    private static final int OF_THE_OTHERS = 512;

    SampledBlocks {
        blocks = List.copyOf(blocks);
    }

    /** At most 1,024 of them, the same ones each time. */
    static <T> SampledBlocks<T> of(List<List<T>> all) {
        if (all.size() <= CERTAIN + OF_THE_OTHERS) {
            return new SampledBlocks<>(
                    all.stream().map(block -> new Weighted<>(block, 1)).toList());
        }
        List<List<T>> bySize = new ArrayList<>(all);
        bySize.sort(Comparator.comparingInt((List<T> block) -> block.size()).reversed());
        List<Weighted<T>> chosen = new ArrayList<>();
        bySize.subList(0, CERTAIN).forEach(block -> chosen.add(new Weighted<>(block, 1)));
        List<List<T>> others = bySize.subList(CERTAIN, bySize.size());
        for (int i = 0; i < OF_THE_OTHERS; i++) {
            // From the middle of each stretch: blocks get smaller along it.
            int at = (int) ((2L * i + 1) * others.size() / (2L * OF_THE_OTHERS));
            chosen.add(new Weighted<>(others.get(at), (double) others.size() / OF_THE_OTHERS));
        }
        return new SampledBlocks<>(chosen);
    }

    /**
     * A block.
     *
     * @param weight how many blocks it stands for
     */
    record Weighted<T>(List<T> block, double weight) {

        /** Without what it holds, which is the user's data. */
        @Override
        public String toString() {
            return "Weighted[" + block.size() + " records, weight=" + weight + "]";
        }
    }
}
