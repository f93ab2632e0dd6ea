package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the largest task of a stage.
 *
 * @param tasks how many tasks the stage has
 * @param largestToMean rows of the largest task, as a multiple of the mean
 * @param bytesToMean bytes of the largest task, as a multiple of the mean, or null if not known; of a join, what it sorts
 * @param largestBytes uncompressed bytes of the largest task, or null if not known
 * @param heldBytes how many bytes a task must hold at once and cannot spill, or null if none or not known
 * @param sortedBytes how many bytes a task sorts and may spill, or null if none or not known
 * @param resources what a task has, or null if not known
 */
record Forecast(
        int tasks,
        Estimate largestToMean,
        @Nullable Estimate bytesToMean,
        @Nullable Estimate largestBytes,
        @Nullable Estimate heldBytes,
        @Nullable Estimate sortedBytes,
        @Nullable TaskResources resources) {

    /** A stage that takes up to a tenth longer is no reason to refuse a write. */
    private static final double HARDLY_LONGER = 1.1;

    /** Below twice the mean, a task that does not fit is a matter of size, which the sizing rules judge. */
    static final double AT_LEAST_SKEWED = 2;

    static Forecast of(
            KeyProfile profile,
            KeyedShuffle shuffle,
            Estimate largestToMean,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources) {
        PartitionLoad bytes = inputBytes == null ? null : PartitionLoad.byBytes(profile, shuffle.partitions());
        Estimate task = inputBytes == null || bytes == null ? null : inputBytes.times(bytes.largestShare(), Unit.BYTES);
        Estimate held = null;
        Estimate sorted = null;
        if (task != null && inputBytes != null) {
            switch (shuffle.consumer()) {
                case STREAMS -> {}
                case SPILLS -> sorted = task;
                case HOLDS_TASK -> held = task;
                case HOLDS_KEY -> held = fromKeyToTask(profile, inputBytes, task);
            }
        }
        return new Forecast(
                shuffle.partitions(),
                largestToMean,
                bytes == null ? null : bytes.largestToMean(),
                task,
                held,
                sorted,
                resources);
    }

    /** At least the largest key's values are held at once, at most those of every key of the task. */
    private static Estimate fromKeyToTask(KeyProfile profile, Estimate inputBytes, Estimate task) {
        double value = 0;
        double low = 0;
        for (KeyShare key : profile.top()) {
            Estimate share = Measure.BYTES.share(key);
            value = Math.max(value, share.value() * inputBytes.value());
            low = Math.max(low, share.low() * inputBytes.low());
        }
        double middle = Math.min(value, task.high());
        return new Estimate(middle, Math.min(low, middle), task.high(), task.confidence(), Unit.BYTES);
    }

    /** Whether even the largest task is too small for skew to matter. */
    boolean isSmall(GuardConfig config) {
        return largestBytes != null && largestBytes.high() < config.skewMinTaskSize();
    }

    /** Whether what a task must hold fits; kept where nothing is held or nothing is known. */
    Standing memory() {
        return heldBytes == null || resources == null
                ? Standing.KEEPS
                : Standing.of(heldBytes, resources.executionMemoryPerTask());
    }

    /** Whether what a task sorts for the sake of a hot key fits; kept where nothing is sorted or nothing is known. */
    Standing spill() {
        return sortedBytes == null || resources == null || !maySkew()
                ? Standing.KEEPS
                : Standing.of(sortedBytes, resources.executionMemoryPerTask());
    }

    /** Few rows may weigh much: a task that is even by rows may be far above the mean by bytes. */
    private boolean maySkew() {
        return largestToMean.high() >= AT_LEAST_SKEWED
                || (bytesToMean != null && bytesToMean.high() >= AT_LEAST_SKEWED);
    }

    /** How far the largest task is above the mean, in words: by bytes, which is what spills, where they are known. */
    String multipleOfMean() {
        return bytesToMean == null
                ? largestToMean.render() + " the mean rows"
                : bytesToMean.render() + " the mean bytes";
    }

    /**
     * Bytes that the largest task spills, before compression: each time its memory is full, a sorter writes all it holds
     * (Spark's UnsafeExternalSorter), and what it holds at the end stays. Its pointers, 16 bytes a row, are left out.
     */
    @Nullable
    Estimate spilledBytes() {
        if (sortedBytes == null || resources == null) {
            return null;
        }
        long memory = resources.executionMemoryPerTask();
        return new Estimate(
                spilled(sortedBytes.value(), memory),
                spilled(sortedBytes.low(), memory),
                spilled(sortedBytes.high(), memory),
                sortedBytes.confidence(),
                Unit.BYTES);
    }

    private static double spilled(double bytes, long memory) {
        return memory == 0 ? bytes : Math.floor(bytes / memory) * memory;
    }

    /** The stage's time as a multiple of that of equal tasks, or null if the slots are not known. */
    @Nullable
    Estimate stageTime() {
        return resources == null ? null : StageTime.of(largestToMean, tasks, resources.slots());
    }

    /** Whether the other tasks keep the slots busy about as long as the largest one runs, and it does not run out of memory. */
    boolean isHidden() {
        Estimate time = stageTime();
        return time != null && time.high() <= HARDLY_LONGER && memory() == Standing.KEEPS && spill() == Standing.KEEPS;
    }

    /** What happens, in words that follow a colon. */
    String consequences() {
        List<String> parts = new ArrayList<>();
        if (memory() != Standing.KEEPS) {
            parts.add(memory() == Standing.BREAKS ? "it runs out of memory" : "it may run out of memory");
        }
        Estimate spilled = spilledBytes();
        if (spill() != Standing.KEEPS && spilled != null) {
            parts.add(
                    spill() == Standing.BREAKS
                            ? "it spills " + Unit.BYTES.format(spilled.value())
                            : "it may spill " + Unit.BYTES.format(spilled.high()));
        }
        Estimate time = stageTime();
        if (time == null || isHeavierThanItsRowsSay()) {
            parts.add("the stage waits for it");
        } else if (isHidden()) {
            parts.add("other tasks keep the " + Unit.COUNT.format(slots())
                    + " slots busy meanwhile, so the stage takes at most " + Unit.RATIO.format(time.high())
                    + " as long");
        } else {
            parts.add("the stage takes about " + Unit.RATIO.format(time.value()) + " as long");
        }
        return String.join(" and ", parts);
    }

    /** Whether a task spills for what few rows weigh: {@link StageTime} goes by rows, and would say too little. */
    private boolean isHeavierThanItsRowsSay() {
        return spill() != Standing.KEEPS && bytesToMean != null && bytesToMean.value() > largestToMean.high();
    }

    private int slots() {
        return resources == null ? 1 : resources.slots();
    }
}
