package io.preflightguard.hudi.options;

import java.util.Objects;

/**
 * The Hudi that runs.
 *
 * @param version its version, such as {@code 0.15.0}
 * @param tableVersion the table version that it writes unless told otherwise
 * @param namesOnlyField whether its complex key generator writes {@code id:7} where the key has one field, and not
 *     {@code 7}
 */
public record HudiLine(String version, int tableVersion, boolean namesOnlyField) {

    /** The first table version of Hudi 1.x. */
    private static final int FIRST_OF_ONE = 7;

    public HudiLine {
        Objects.requireNonNull(version, "version");
    }

    /** Whether it is older than 1.0. */
    boolean isBeforeOne() {
        // The version is that of a jar, which may be the application's own.
        return tableVersion > 0 ? tableVersion < FIRST_OF_ONE : version.startsWith("0.");
    }
}
