package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a shuffle that are worth a treatment: each alone is more than a task may carry. Immutable.
 *
 * @param profile the shares of all keys that were seen
 * @param keys the hot ones, hottest first
 * @param partitions how many partitions the shuffle has, at least 1
 */
public record HotKeys(KeyProfile profile, List<KeyShare> keys, int partitions) {

    private static final int MOST_NAMED = 3;

    public HotKeys {
        Objects.requireNonNull(profile, "profile");
        keys = List.copyOf(keys);
        if (partitions < 1) {
            throw new IllegalArgumentException("A shuffle has at least one partition: got " + partitions);
        }
    }

    /**
     * Finds them.
     *
     * @param maxRatio the most a task may carry, as a multiple of the mean
     */
    public static HotKeys of(KeyProfile profile, int partitions, double maxRatio) {
        return new HotKeys(
                profile,
                profile.top().stream()
                        .filter(key -> key.share().value() * partitions > maxRatio)
                        .toList(),
                partitions);
    }

    /** Whether there is nothing to treat. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** What a row of a hot key is known by: the key's hash. A key that shares the hash is treated too, which is harmless. */
    public Set<Integer> hashes() {
        return keys.stream().map(KeyShare::hash).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Rows of the largest task as a multiple of the mean, if nothing is treated. */
    public Estimate before() {
        return PartitionLoad.predict(profile, partitions).largestToMean();
    }

    /** Rows of the largest task as a multiple of the mean, if the hot keys' rows go to all tasks alike. */
    public Estimate after() {
        return PartitionLoad.predict(profile, partitions, hashes()).largestToMean();
    }

    /** The hot keys in one line, each with its share, named as the configuration allows. */
    public String describe(GuardConfig config) {
        String named = keys.stream()
                .limit(MOST_NAMED)
                .map(key -> name(key, config) + " with " + key.share().render() + " of the rows")
                .collect(Collectors.joining(", "));
        return keys.size() <= MOST_NAMED ? named : named + " and " + (keys.size() - MOST_NAMED) + " more";
    }

    /** One key, named as the configuration allows; null stands for the key column itself. */
    public String name(@Nullable KeyShare key, GuardConfig config) {
        return key == null ? profile.sample().column() : KeyNames.name(profile, key, config);
    }

    /** The key of this hash, or null if it was not seen. */
    public @Nullable KeyShare find(int hash) {
        return profile.top().stream()
                .filter(key -> key.hash() == hash)
                .findFirst()
                .orElse(null);
    }

    /** The share of the rows that hot keys have, at most 1. */
    public Estimate share() {
        double value = 0;
        double low = 0;
        double high = 0;
        double confidence = 1;
        for (KeyShare key : keys) {
            value += key.share().value();
            low += key.share().low();
            high += key.share().high();
            confidence = Math.min(confidence, key.share().confidence());
        }
        return new Estimate(Math.min(1, value), Math.min(1, low), Math.min(1, high), confidence, Unit.SHARE);
    }

    /** Without what else was sampled. */
    @Override
    public String toString() {
        return "HotKeys[keys=" + keys + ", partitions=" + partitions + "]";
    }
}
