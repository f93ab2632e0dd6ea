package io.preflightguard.skew;

import io.preflightguard.Estimate;

/** What of its rows a shuffle is measured by. */
enum Measure {
    ROWS,
    /** As weighed; what was not weighed is taken to weigh what others do, and without any weighed row bytes follow rows. */
    BYTES;

    /** A key's share. */
    Estimate share(KeyShare key) {
        Estimate weighed = key.byteShare();
        return this == BYTES && weighed != null ? weighed : key.share();
    }

    SlotLoads loads(KeyProfile profile, HashPlacement placement) {
        ByteWeights weights = this == ROWS ? null : ByteWeights.of(profile.sample(), profile.confidence());
        return weights == null
                ? new SlotRows(profile, placement)
                : new SlotBytes(profile, placement, SlotRows.withRareNulls(profile, placement), weights);
    }
}
