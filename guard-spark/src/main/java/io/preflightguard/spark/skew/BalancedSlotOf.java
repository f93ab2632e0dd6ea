package io.preflightguard.spark.skew;

import io.preflightguard.skew.BalancedPlan;
import java.util.HashMap;
import org.apache.spark.sql.api.java.UDF2;

/** As {@link SlotOf}, for keys that a plan knows by their hash, so that a key with nulls is one like any other. */
final class BalancedSlotOf implements UDF2<Integer, Long, Integer> {

    private static final long serialVersionUID = 1L;

    private final int partitions;
    private final HashMap<Integer, int[]> slots = new HashMap<>();
    private final int[] standIns;

    BalancedSlotOf(BalancedPlan plan) {
        this.partitions = plan.partitions();
        plan.slots()
                .forEach((hash, placed) -> slots.put(
                        hash, placed.stream().mapToInt(Integer::intValue).toArray()));
        this.standIns = SlotOf.standIns(partitions);
    }

    @Override
    public Integer call(Integer keyHash, Long rowHash) {
        int[] placed = slots.get(keyHash);
        int slot = placed == null
                ? Math.floorMod(keyHash, partitions)
                : placed[(int) Math.floorMod(rowHash, (long) placed.length)];
        return standIns[slot];
    }
}
