package io.preflightguard.hudi.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a commit or a plan says of itself out of its plain values. Pure. */
final class CommitReader {

    private CommitReader() {}

    /** A completed {@code commit}, {@code deltacommit} or {@code replacecommit}. */
    static CommitState commit(TimelineInstant instant, Map<String, @Nullable Object> metadata) {
        List<FileWrite> files = new ArrayList<>();
        Values.map(metadata.get("partitionToWriteStats"))
                .forEach((partition, stats) -> Values.list(stats).forEach(stat -> {
                    FileWrite write = write(partition, Values.map(stat));
                    if (write != null) {
                        files.add(write);
                    }
                }));
        Set<FileGroup> replaced = new HashSet<>();
        Values.map(metadata.get("partitionToReplaceFileIds")).forEach((partition, ids) -> Values.list(ids)
                .forEach(id -> replaced.add(new FileGroup(partition, String.valueOf(id)))));
        Map<String, String> extra = new TreeMap<>();
        Values.map(metadata.get("extraMetadata")).forEach((key, value) -> {
            if (value instanceof String text) {
                extra.put(key, text);
            }
        });
        String operation = Values.text(metadata, "operationType");
        return new CommitState(instant, operation.isEmpty() ? "UNKNOWN" : operation, files, replaced, extra);
    }

    private static @Nullable FileWrite write(String partition, Map<String, @Nullable Object> stat) {
        String path = Values.text(stat, "path");
        if (path.isEmpty()) {
            return null; // a write that failed left no file
        }
        long size = Values.number(stat, "fileSizeInBytes");
        return new FileWrite(
                new FileGroup(partition, Values.text(stat, "fileId")),
                path.startsWith("/") ? path.substring(1) : path,
                Values.number(stat, "numWrites"),
                Values.number(stat, "numInserts"),
                Values.number(stat, "numUpdateWrites"),
                Values.number(stat, "numDeletes"),
                size > 0 ? size : Values.number(stat, "totalWriteBytes"));
    }

    /** The file groups of a plan of a compaction or log compaction. */
    static Set<FileGroup> compactionPlan(Map<String, @Nullable Object> plan) {
        Set<FileGroup> groups = new HashSet<>();
        Values.list(plan.get("operations")).forEach(operation -> groups.add(group(operation)));
        return groups;
    }

    /** The file groups of a plan of a clustering, or null if it is no clustering that is planned. */
    static @Nullable Set<FileGroup> clusteringPlan(Map<String, @Nullable Object> plan) {
        if (plan.get("clusteringPlan") == null) {
            return null;
        }
        Set<FileGroup> groups = new HashSet<>();
        Values.list(Values.map(plan.get("clusteringPlan")).get("inputGroups"))
                .forEach(input ->
                        Values.list(Values.map(input).get("slices")).forEach(slice -> groups.add(group(slice))));
        return groups;
    }

    private static FileGroup group(@Nullable Object named) {
        Map<String, @Nullable Object> fields = Values.map(named);
        return new FileGroup(Values.text(fields, "partitionPath"), Values.text(fields, "fileId"));
    }
}
