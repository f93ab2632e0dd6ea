package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * The rows of a shuffle and what one of them weighs.
 *
 * @param rows how many there are
 * @param bytesPerRow uncompressed bytes of one, with the 4 bytes of its length
 * @param compressed bytes of one in a shuffle file, after the codec to judge for
 * @param inSpill bytes of one in the spill file of a sort
 */
record Load(Estimate rows, Estimate bytesPerRow, Estimate compressed, Estimate inSpill) {

    /** Spark's default codec, with which it compresses spill though it may not compress shuffles. */
    private static final String DEFAULT_CODEC = "lz4";

    /** @param codec one that was tried, for the shuffle's files */
    static Load of(Estimate rows, RowBytes bytes, String codec, ShuffleSettings settings) {
        Estimate compressed = bytes.after(codec);
        Estimate fallback = bytes.compressed().getOrDefault(DEFAULT_CODEC, compressed);
        Estimate spilled = settings.compresses() ? compressed : fallback;
        return new Load(rows, bytes.raw(), compressed, settings.compressesSpill() ? spilled : bytes.raw());
    }

    /** Uncompressed bytes of one shuffle of all rows. */
    Estimate rawBytes() {
        return rows.times(bytesPerRow, Unit.BYTES);
    }

    /** Compressed bytes of one shuffle of all rows. */
    Estimate shuffleBytes() {
        return rows.times(compressed, Unit.BYTES);
    }
}
