package io.preflightguard.skew;

/**
 * In how many looks a sample grows, and at which confidence each is judged. Looking repeatedly and stopping at the first
 * look that decides makes an error likelier than a single look would; each look is therefore judged at {@code 1 - (1 -
 * confidence) / looks} (Bonferroni). Immutable.
 *
 * @param partitions input partitions there are to draw from
 * @param most input partitions that may be read at most
 * @param confidence the confidence of the whole, in (0, 1)
 * @param fewest partitions of the first look at least
 */
public record SamplingRounds(int partitions, int most, double confidence, int fewest) {

    /** Fewer partitions tell too little of how partitions differ to be worth a look of their own. */
    public static final int FEWEST = 8;

    public SamplingRounds {
        if (fewest < 1) {
            throw new IllegalArgumentException("A look takes a partition at least: got " + fewest);
        }
    }

    /** With a first look that tells how partitions differ. */
    public SamplingRounds(int partitions, int most, double confidence) {
        this(partitions, most, confidence, FEWEST);
    }

    /** How many looks there are at most. */
    public int looks() {
        int looks = 1;
        for (int read = last(); read / 2 >= fewest; read /= 2) {
            looks++;
        }
        return looks;
    }

    /** How many partitions are read in all once look {@code look}, counted from 0, is taken. */
    public int partitionsAt(int look) {
        return last() >> (looks() - 1 - look);
    }

    /** The confidence at which each look is judged. */
    public double confidencePerLook() {
        return 1 - (1 - confidence) / looks();
    }

    private int last() {
        return Math.min(partitions, most);
    }
}
