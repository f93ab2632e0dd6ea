package io.preflightguard.upsert;

import java.util.Objects;

/**
 * A record key of the input, and where a record with it goes.
 *
 * @param id 64 bits that tell path and key from others, evenly spread
 * @param path its partition path
 * @param group the file group that has it, or its bucket's eight digits; empty if it is new to the table
 * @param rows rows of the input that have it, among those that were read
 */
public record LocatedKey(long id, String path, String group, long rows) {

    public LocatedKey {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(group, "group");
    }
}
