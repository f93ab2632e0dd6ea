package io.preflightguard.hudi.table;

import java.util.Objects;

/**
 * What became of looking for some record keys in a table's base files. A key that was found in a file without log files is
 * there; one that was not found may be in a file that was not read, or in a log file.
 *
 * @param keys how many keys were looked for
 * @param files base files whose footers were read
 * @param ownPathsRead whether all that the keys' own partition paths hold was looked through
 * @param behindLogs whether a key was found in a base file with log files on top of it, which may have deleted it
 * @param inOwnPath keys that are stored in the partition path that they are to be written to
 * @param inOneOtherPath keys that were found in one other path only
 * @param inSeveralPaths keys that are stored in more than one path
 */
public record StoredKeys(
        int keys,
        int files,
        boolean ownPathsRead,
        boolean behindLogs,
        int inOwnPath,
        int inOneOtherPath,
        int inSeveralPaths) {

    /**
     * A record key to look for.
     *
     * @param key the key as Hudi stores it
     * @param path the partition path that its row is to be written to
     */
    public record Wanted(String key, String path) {

        public Wanted {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(path, "path");
        }

        /** Keeps the values out of logs. */
        @Override
        public String toString() {
            return "Wanted";
        }
    }

    /**
     * How one stored row's record key is spelt.
     *
     * @param key the key as the table stores it
     * @param value the value of the column that the key is made of, as text
     */
    public record Spelling(String key, String value) {

        public Spelling {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        /** Keeps the values out of logs. */
        @Override
        public String toString() {
            return "Spelling";
        }
    }
}
