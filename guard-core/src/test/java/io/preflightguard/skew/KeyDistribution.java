package io.preflightguard.skew;

import java.util.Arrays;

/** How many rows each key of a simulated input has. */
enum KeyDistribution {
    UNIFORM("uniform, 1,000 keys"),
    ZIPF_08("Zipf 0.8", 0.8),
    ZIPF_11("Zipf 1.1", 1.1),
    ZIPF_15("Zipf 1.5", 1.5),
    ZIPF_20("Zipf 2.0", 2.0),
    ONE_AT_1("one key at 1 %", false, 0.01),
    ONE_AT_5("one key at 5 %", false, 0.05),
    ONE_AT_30("one key at 30 %", false, 0.3),
    ONE_AT_90("one key at 90 %", false, 0.9),
    NULLS_AT_40("40 % NULL", true, 0.4),
    /** Not asked for, but the hardest: the other keys are too rare to be listed where they are mixed. */
    ONE_AT_5_AMONG_RARE("one key at 5 %, 20,000 others", 0.05, 20_000);

    private static final int EVEN_KEYS = 1_000;
    private static final int ZIPF_KEYS = 2_000;

    private final String label;
    private final boolean firstIsNull;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final double[] shares;

    KeyDistribution(String label) {
        this(label, false, 0);
    }

    KeyDistribution(String label, double exponent) {
        this.label = label;
        this.firstIsNull = false;
        this.shares = new double[ZIPF_KEYS];
        for (int key = 0; key < ZIPF_KEYS; key++) {
            shares[key] = Math.pow(key + 1.0, -exponent);
        }
        double sum = Arrays.stream(shares).sum();
        Arrays.setAll(shares, key -> shares[key] / sum);
    }

    KeyDistribution(String label, double hot, int others) {
        this.label = label;
        this.firstIsNull = false;
        this.shares = new double[others + 1];
        Arrays.fill(shares, (1 - hot) / others);
        shares[0] = hot;
    }

    KeyDistribution(String label, boolean firstIsNull, double hot) {
        this.label = label;
        this.firstIsNull = firstIsNull;
        int keys = hot > 0 ? EVEN_KEYS + 1 : EVEN_KEYS;
        this.shares = new double[keys];
        Arrays.fill(shares, (1 - hot) / EVEN_KEYS);
        if (hot > 0) {
            shares[0] = hot;
        }
    }

    String label() {
        return label;
    }

    boolean firstIsNull() {
        return firstIsNull;
    }

    /** Whole rows that add up to {@code rows}, each key within one row of its share. */
    long[] counts(long rows) {
        long[] counts = new long[shares.length];
        double share = 0;
        long before = 0;
        for (int key = 0; key < counts.length; key++) {
            share += shares[key];
            long upTo = key == counts.length - 1 ? rows : Math.min(rows, Math.round(share * rows));
            counts[key] = upTo - before;
            before = upTo;
        }
        return counts;
    }
}
