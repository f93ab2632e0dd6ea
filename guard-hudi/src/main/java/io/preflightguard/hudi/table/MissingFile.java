package io.preflightguard.hudi.table;

import java.util.Objects;

/**
 * A file that the latest state of its file group needs and that is not there. Immutable.
 *
 * @param path the file below the base path
 * @param commit the instant of the commit that wrote it
 */
public record MissingFile(String path, String commit) {

    public MissingFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(commit, "commit");
    }

    /** Whether it is a log file. */
    public boolean isLog() {
        return FileNames.isLog(path.substring(path.lastIndexOf('/') + 1));
    }
}
