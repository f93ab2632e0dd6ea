package io.preflightguard.skew;

import java.io.Serializable;

/**
 * What the rows of one key weigh in one input partition.
 *
 * @param hash the key's 32-bit hash as the engine's shuffle computes it
 * @param rows rows of the key that were serialised
 * @param bytes their bytes as a shuffle carries them, before compression
 */
public record KeyBytes(int hash, long rows, long bytes) implements Serializable {}
