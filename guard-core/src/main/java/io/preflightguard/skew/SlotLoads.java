package io.preflightguard.skew;

import io.preflightguard.Estimate;

/**
 * What share of a whole, of the rows or of their bytes, each partition of a hash shuffle gets. Lower ends hold for all
 * partitions together. An upper end holds for one partition that was chosen before the sample was seen, as the largest
 * one is, and also for keys that were not seen.
 */
sealed interface SlotLoads permits SlotRows, SlotBytes {

    /** The shuffle partition with most of what was listed. */
    int largest();

    double value(int slot);

    double low(int slot);

    double high(int slot);

    /** The share of the whole that reaches the shuffle: what is not dropped before it. */
    Estimate reaching();

    /** The lower end of the largest one's share. */
    double low();

    /** The upper end of the largest one's share. */
    double high();

    /** The confidence of either end. */
    double confidence();
}
