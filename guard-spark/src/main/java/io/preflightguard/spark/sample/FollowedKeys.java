package io.preflightguard.spark.sample;

import java.util.List;
import java.util.Objects;

/**
 * Some of an input's record keys, followed through every row that was read: those with the smallest hashes. A key is
 * followed in all input partitions or in none, so its rows are found together however far apart they lie. What is found
 * is there; what is not found may be in rows that were not read, or in keys that were not followed.
 *
 * @param rowsRead rows that were read for keys, followed or not
 * @param keys how many keys were followed
 * @param rowsOfKeys how many of the rows read have one of them
 * @param repeated how many of them more than one of the rows read has
 * @param repeatedInOnePath how many of these have all their rows in one partition path
 * @param inSeveralPaths how many of them lie in more than one partition path; 0 where paths could not be computed
 * @param complete whether every row of the input was read and every record key followed
 * @param named some of the keys, by their values
 */
public record FollowedKeys(
        long rowsRead,
        long keys,
        long rowsOfKeys,
        long repeated,
        long repeatedInOnePath,
        long inSeveralPaths,
        boolean complete,
        List<NamedKey> named) {

    public FollowedKeys {
        named = List.copyOf(named);
    }

    /** Of the rows that were read, the share that is left once each key has one row. */
    public double distinctShare() {
        return rowsOfKeys == 0 ? 1 : (double) keys / rowsOfKeys;
    }

    /**
     * A record key.
     *
     * @param text its columns' values as text, separated by {@code \u0001}
     * @param path the partition path of the first of its rows; empty if there is none or it could not be computed
     */
    public record NamedKey(String text, String path) {

        public NamedKey {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(path, "path");
        }

        /** Keeps the values out of logs. */
        @Override
        public String toString() {
            return "NamedKey";
        }
    }
}
