package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.layout.FilePlan;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The task that writes a row: of its path's tasks the one that the record key's hash chooses; of a path that the plan does
 * not list, the one that the path's hash chooses. Says the same of a row wherever and whenever it is asked, so a retried
 * or speculative task changes nothing.
 *
 * <p>A path is known by its {@code xxhash64}, which Spark computes without making a text of it. Should two paths have the
 * same, which of 100,000 paths happens once in four billion plans, rows of one lie as those of the other.
 */
final class FileTasks implements UDF2<Long, Long, Integer>, Serializable {

    private static final long serialVersionUID = 1L;

    /** That of Spark's {@code xxhash64}. */
    private static final int SEED = 42;

    private final int tasks;
    private final HashMap<Long, int[]> byPath = new HashMap<>();

    FileTasks(FilePlan plan) {
        this.tasks = plan.tasks();
        plan.tasksByPath()
                .forEach((path, placed) -> byPath.put(
                        hash(path), placed.stream().mapToInt(Integer::intValue).toArray()));
    }

    int tasks() {
        return tasks;
    }

    /**
     * The task of a row.
     *
     * @param pathHash the path's {@code xxhash64}
     * @param keyHash the record key's {@code xxhash64}, or that of what stands in for it
     */
    @Override
    public Integer call(Long pathHash, Long keyHash) {
        int[] placed = byPath.get(pathHash);
        return placed == null
                ? (int) Math.floorMod(pathHash, (long) tasks)
                : placed[(int) Math.floorMod(keyHash, (long) placed.length)];
    }

    /** What Spark's {@code xxhash64} of a column says of this text. */
    static long hash(@Nullable String text) {
        if (text == null) {
            return SEED;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SEED);
    }
}
