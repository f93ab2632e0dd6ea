package io.preflightguard.sizing;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a session asks for, and what Spark was launched with.
 *
 * @param asked every setting of the session that somebody set, by key
 * @param launched every setting of the running Spark, by key; a setting that is not there has Spark's default
 * @param notByUser keys among those asked for that a platform sets for every job
 */
public record SettingsInForce(Map<String, String> asked, Map<String, String> launched, Set<String> notByUser) {

    static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    private static final String COALESCE = "spark.sql.adaptive.coalescePartitions.";
    private static final String INITIAL_PARTITIONS = COALESCE + "initialPartitionNum";
    private static final int PARTITIONS_UNSET = 200;

    public SettingsInForce {
        asked = Collections.unmodifiableMap(new TreeMap<>(asked));
        launched = Collections.unmodifiableMap(new TreeMap<>(launched));
        notByUser = Set.copyOf(notByUser);
    }

    /** Settings that are all the user's. */
    public SettingsInForce(Map<String, String> asked, Map<String, String> launched) {
        this(asked, launched, Set.of());
    }

    /** What the session asks for, if somebody set it. */
    Optional<String> asked(String key) {
        return Optional.ofNullable(asked.get(key)).map(String::trim);
    }

    /** What Spark was launched with, if that was set. */
    Optional<String> launched(String key) {
        return Optional.ofNullable(launched.get(key)).map(String::trim);
    }

    /**
     * What sets how many partitions Spark SQL's shuffles have: {@code initialPartitionNum} comes first where adaptive
     * execution merges partitions ({@code SQLConf.numShufflePartitions}).
     */
    public String partitionsKey() {
        boolean merges = isOn("spark.sql.adaptive.enabled", true) && isOn(COALESCE + "enabled", true);
        return merges && asked(INITIAL_PARTITIONS).isPresent() ? INITIAL_PARTITIONS : SHUFFLE_PARTITIONS;
    }

    /** How many partitions that makes; 200, Spark's default, if it says nothing that is a number. */
    public int partitionsOfSql() {
        String text = asked(partitionsKey()).orElse("");
        return text.matches("\\d{1,9}") ? Math.max(1, Integer.parseInt(text)) : PARTITIONS_UNSET;
    }

    /** Whether a key sets partitions of Spark SQL's shuffles, be it in force or overruled. */
    public static boolean isPartitionsOfSql(String key) {
        return key.equals(SHUFFLE_PARTITIONS) || key.equals(INITIAL_PARTITIONS);
    }

    /** Whether a switch of the session is on. */
    boolean isOn(String key, boolean unset) {
        return asked(key).map(Boolean::parseBoolean).orElse(unset);
    }
}
