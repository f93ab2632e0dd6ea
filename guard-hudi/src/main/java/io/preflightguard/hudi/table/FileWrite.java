package io.preflightguard.hudi.table;

import java.util.Objects;

/**
 * What a commit says it wrote to one file. Immutable.
 *
 * @param group the file group
 * @param path the file below the base path
 * @param rows rows written: all that the file holds if it is a base file, those appended if it is a log file
 * @param inserts rows among them that were new
 * @param updates rows among them that replaced others
 * @param deletes rows that were deleted
 * @param bytes size in bytes of the file or, of a log file, of what was appended; 0 if the commit does not say
 */
public record FileWrite(FileGroup group, String path, long rows, long inserts, long updates, long deletes, long bytes) {

    public FileWrite {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(path, "path");
    }

    /** The file's own name. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is a log file. */
    public boolean isLog() {
        return FileNames.isLog(fileName());
    }
}
