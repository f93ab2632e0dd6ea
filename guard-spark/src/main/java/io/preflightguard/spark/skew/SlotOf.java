package io.preflightguard.spark.skew;

import io.preflightguard.Remedy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row a number that Spark's {@code repartition} hashes to the partition the plan wants. Hashing a slot number
 * itself would let slots collide and leave others empty (6 of 16 in a trial), so each slot is stood for by the smallest
 * number whose hash falls on it.
 */
final class SlotOf implements UDF2<String, Long, Integer> {

    private static final long serialVersionUID = 1L;
    private static final int SPARK_HASH_SEED = 42;

    private final int partitions;
    private final HashMap<String, int[]> slots = new HashMap<>();
    private final int[] standIns;

    SlotOf(Remedy.SpreadKeys plan) {
        this.partitions = plan.partitions();
        for (Map.Entry<String, List<Integer>> placed : plan.slots().entrySet()) {
            slots.put(
                    placed.getKey(),
                    placed.getValue().stream().mapToInt(Integer::intValue).toArray());
        }
        this.standIns = standIns(partitions);
    }

    @Override
    public Integer call(@Nullable String key, Long rowHash) {
        int[] placed = key == null ? null : slots.get(key);
        int slot = placed == null
                ? Math.floorMod(hash(key), partitions)
                : placed[(int) Math.floorMod(rowHash, (long) placed.length)];
        return standIns[slot];
    }

    /** For each slot the smallest number whose Spark hash, modulo the slots, is the slot. */
    static int[] standIns(int partitions) {
        int[] found = new int[partitions];
        boolean[] known = new boolean[partitions];
        int missing = partitions;
        for (int candidate = 0; missing > 0; candidate++) {
            int slot = Math.floorMod(Murmur3_x86_32.hashInt(candidate, SPARK_HASH_SEED), partitions);
            if (!known[slot]) {
                known[slot] = true;
                found[slot] = candidate;
                missing--;
            }
        }
        return found;
    }

    private static int hash(@Nullable String key) {
        if (key == null) {
            return SPARK_HASH_SEED;
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Murmur3_x86_32.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SPARK_HASH_SEED);
    }
}
