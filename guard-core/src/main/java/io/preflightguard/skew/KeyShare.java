package io.preflightguard.skew;

import io.preflightguard.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One key's share of the input's rows.
 *
 * @param key the key's text, or null for a null key
 * @param hash the key's 32-bit hash as the engine's shuffle computes it
 * @param share its share of all rows
 * @param byteShare its share of all rows' bytes, or null if no row of it was weighed
 */
public record KeyShare(
        @Nullable String key,
        int hash,
        Estimate share,
        @Nullable Estimate byteShare) {

    /** A key whose rows were not weighed. */
    public KeyShare(@Nullable String key, int hash, Estimate share) {
        this(key, hash, share, null);
    }

    /** Without the key's text, which logs must not show. */
    @Override
    public String toString() {
        return "KeyShare[hash=" + hash + ", share=" + share + ", byteShare=" + byteShare + "]";
    }
}
