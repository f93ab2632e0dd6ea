package io.preflightguard.hudi.table;

import java.util.Objects;

/**
 * The name of a file group. Immutable.
 *
 * @param partitionPath the folder below the base path; empty if the table is not partitioned
 * @param fileId the id that all its files share
 */
public record FileGroup(String partitionPath, String fileId) {

    public FileGroup {
        Objects.requireNonNull(partitionPath, "partitionPath");
        Objects.requireNonNull(fileId, "fileId");
    }
}
