package io.preflightguard.hudi.table;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of looking for some record keys in a table's base files. A key that was found is there; one that was not
 * may be in a file that was not read, or in a log file.
 *
 * @param keys how many keys were looked for
 * @param files base files whose footers were read
 * @param complete whether these are all base files of the table
 * @param inOwnPath keys that are stored in the partition path that they are to be written to
 * @param inOneOtherPath keys that are stored in one other path only
 * @param inSeveralPaths keys that are stored in more than one path
 * @param example a record key as the table stores it, if a file states one
 */
public record StoredKeys(
        int keys,
        int files,
        boolean complete,
        int inOwnPath,
        int inOneOtherPath,
        int inSeveralPaths,
        @Nullable String example) {

    /** Nothing was looked for. */
    public static final StoredKeys NONE = new StoredKeys(0, 0, false, 0, 0, 0, null);

    /** A record key as the table stores it, if a file states one. */
    public Optional<String> anyKey() {
        return Optional.ofNullable(example);
    }

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

    /** Keeps the example out of logs. */
    @Override
    public String toString() {
        return "StoredKeys[keys=" + keys + ", files=" + files + ", complete=" + complete + ", inOwnPath=" + inOwnPath
                + ", inOneOtherPath=" + inOneOtherPath + ", inSeveralPaths=" + inSeveralPaths + "]";
    }
}
