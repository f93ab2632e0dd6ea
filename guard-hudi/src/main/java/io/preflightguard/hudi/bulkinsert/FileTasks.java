package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.layout.FilePlan;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.jspecify.annotations.Nullable;

/**
 * The task that writes a row: of its path's tasks the one that the record key's hash chooses; of a path that the plan does
 * not list, the one that the path's hash chooses. Says the same of a row wherever and whenever it is asked, so a retried
 * or speculative task changes nothing.
 */
final class FileTasks implements UDF2<String, Long, Integer>, Serializable {

    private static final long serialVersionUID = 1L;

    /** That of Spark's {@code hash} and {@code xxhash64}. */
    private static final int SEED = 42;

    private final int tasks;
    private final HashMap<String, int[]> byPath = new HashMap<>();

    FileTasks(FilePlan plan) {
        this.tasks = plan.tasks();
        plan.tasksByPath()
                .forEach((path, placed) -> byPath.put(
                        path, placed.stream().mapToInt(Integer::intValue).toArray()));
    }

    int tasks() {
        return tasks;
    }

    /** @param keyHash the record key's {@code xxhash64}, or that of what stands in for it */
    @Override
    public Integer call(@Nullable String path, Long keyHash) {
        int[] placed = path == null ? null : byPath.get(path);
        return placed == null
                ? Math.floorMod(hash(path == null ? "" : path), tasks)
                : placed[(int) Math.floorMod(keyHash, (long) placed.length)];
    }

    /** What {@code xxhash64} of a column says of this key. */
    static long keyHash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SEED);
    }

    private static int hash(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return Murmur3_x86_32.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SEED);
    }
}
