package io.preflightguard.upsert;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyNames;
import io.preflightguard.skew.KeyRole;
import java.util.List;
import java.util.Objects;

/**
 * What findings say of the table that is written to.
 *
 * @param pathColumns the columns of the partition path, comma-separated; empty if it is not partitioned
 * @param exists whether it has file groups already, so that what they are hashed by cannot be changed
 * @param recordKeys the columns of the record key
 * @param hashedBy the columns that a bucket index hashes; the record key's unless stated
 */
public record WrittenTable(String pathColumns, boolean exists, List<String> recordKeys, List<String> hashedBy) {

    public WrittenTable {
        Objects.requireNonNull(pathColumns, "pathColumns");
        recordKeys = List.copyOf(recordKeys);
        hashedBy = List.copyOf(hashedBy);
    }

    /** A path as the report may name it. */
    String name(String path, Workload workload, GuardConfig config) {
        if (pathColumns.isEmpty()) {
            return "the table";
        }
        int rank = 1
                + workload.paths().stream()
                        .map(Workload.PathWork::path)
                        .toList()
                        .indexOf(path);
        return KeyNames.name(KeyRole.PARTITION_PATH, pathColumns, rank, path, config);
    }

    String name(UpsertTask task, UpsertPlan plan, GuardConfig config) {
        String path = name(task.path(), plan.workload(), config);
        return task.group().isEmpty() ? path + ", a new file group" : path + ", file group " + task.group();
    }
}
