package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * The local disk that one worker needs, in bytes: its part of the files of all shuffles of the write, which stay until
 * the driver collects the shuffle ({@code ContextCleaner}) and so add up, plus the spill of the tasks that run together,
 * plus persisted blocks that do not fit memory.
 */
record DiskNeed(Estimate shuffle, Estimate spill, Estimate persisted) {

    /**
     * @param rawBytes uncompressed bytes of all rows
     * @param shuffleBytes compressed bytes of all shuffles of the write
     * @param spillPerWorker bytes that tasks running together on a worker spill
     */
    static DiskNeed of(
            Estimate rawBytes,
            Estimate shuffleBytes,
            Estimate spillPerWorker,
            WriteConditions conditions,
            Fleet fleet) {
        Estimate part = conditions.worstPart(fleet.workers());
        Estimate persisted = conditions.persistsRows()
                ? persisted(rawBytes.times(part, Unit.BYTES), fleet.memory())
                : Estimate.exact(0, Unit.BYTES);
        return new DiskNeed(shuffleBytes.times(part, Unit.BYTES), spillPerWorker, persisted);
    }

    /**
     * Hudi persists serialised records as {@code MEMORY_AND_DISK_SER}: what storage memory does not hold goes to disk,
     * and uncompressed, as {@code spark.rdd.compress} is off. Tasks can take all of that memory but {@code
     * spark.memory.storageFraction}. What is persisted is the record that is shuffled, so it weighs as much.
     */
    private static Estimate persisted(Estimate raw, ExecutorMemory memory) {
        double kept = memory.unified() * memory.storageFraction();
        double least = Math.max(0, raw.low() - memory.unified());
        return new Estimate(Math.max(least, raw.value() - kept), least, raw.high(), raw.confidence(), Unit.BYTES);
    }

    /** All of it. */
    Estimate total() {
        return sum(sum(shuffle, spill), persisted);
    }

    static Estimate sum(Estimate left, Estimate right) {
        return new Estimate(
                left.value() + right.value(),
                left.low() + right.low(),
                left.high() + right.high(),
                Math.min(left.confidence(), right.confidence()),
                Unit.BYTES);
    }
}
