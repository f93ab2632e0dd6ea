package io.preflightguard.skew;

import io.preflightguard.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One key's share of the input's rows.
 *
 * @param key the key's text, or null for a null key
 * @param hash the key's 32-bit hash as the engine's shuffle computes it
 * @param share its share of all rows
 */
public record KeyShare(@Nullable String key, int hash, Estimate share) {}
