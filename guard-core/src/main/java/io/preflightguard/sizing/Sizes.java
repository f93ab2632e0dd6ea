package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * One write's rows, shuffles and what decides besides: what it spills and what disk it needs.
 *
 * @param tasks how unevenly rows fall into the tasks that read
 */
record Sizes(Estimate rows, RowBytes rowBytes, ShuffleShape shape, TaskSizes tasks, WriteConditions conditions) {

    /** What no sample shows: the write lays rows out in other blocks, and an index lies beside each of its files. */
    private static final double LAYOUT = 0.03;

    /** The rows as the codec in effect compresses them. */
    Load load() {
        return load(rowBytes.codec());
    }

    /** Compressed bytes of all shuffles of the write. */
    Estimate diskBytes() {
        return diskBytes(load());
    }

    private Estimate diskBytes(Load load) {
        Estimate sampled = load.shuffleBytes().times(shape.volume(), Unit.BYTES);
        return new Estimate(
                sampled.value(),
                sampled.low() * (1 - LAYOUT),
                sampled.high() * (1 + LAYOUT),
                sampled.confidence(),
                Unit.BYTES);
    }

    /** The tasks that read, after adaptive execution merged partitions. */
    ReadTasks readers() {
        return readers(load(), shape.partitions(), conditions.adaptive(), tasks.largestToMean());
    }

    /** What the tasks that read spill if the shuffle has so many partitions and adaptive execution does this to them. */
    Spill spill(int partitions, AdaptiveShuffle adaptive, Estimate largestToMean, Fleet fleet) {
        Load load = load();
        return Spill.ofReaders(load, shape, readers(load, partitions, adaptive, largestToMean), conditions, fleet);
    }

    /** What the tasks that write the shuffle spill. */
    Spill writerSpill(Fleet fleet) {
        return SpillOfSql.ofWriters(load(), shape, conditions, fleet);
    }

    /** What they spill if the shuffle has so many partitions. */
    Spill writerSpill(int partitions, Fleet fleet) {
        return SpillOfSql.ofWriters(load(), shape.withPartitions(partitions), conditions, fleet);
    }

    /** What the tasks spill that repartition the input to so many partitions before it is sorted where it lies. */
    Spill repartitionSpill(int partitions, Fleet fleet) {
        ShuffleShape shuffle = shape.withPartitions(partitions);
        return SpillOfSql.ofWriters(
                load(),
                shape.isOfSql() ? shuffle.withVolume(Estimate.exact(1, Unit.RATIO)) : shuffle,
                conditions,
                fleet);
    }

    /** What the tasks that write the shuffle spill if the input lies as unevenly as nothing excludes. */
    Spill conceivableWriterSpill(Fleet fleet) {
        return SpillOfSql.ofWriters(
                load(), shape, conditions, conditions.writers().open(), fleet);
    }

    /** What the tasks that read spill if rows fall, weigh and compress as unevenly as nothing excludes. */
    Spill conceivableSpill(int partitions, AdaptiveShuffle merging, TaskSizes of, Fleet fleet) {
        return spill(partitions, merging.ofHeavierRows(), Estimate.exact(of.conceivable(), Unit.RATIO), fleet);
    }

    /** What each worker of a fleet needs with another codec, or that in effect. */
    DiskNeed need(String codec, Fleet fleet) {
        Load load = load(codec);
        Spill reading = Spill.ofReaders(
                load, shape, readers(load, shape.partitions(), conditions.adaptive(), tasks.open()), conditions, fleet);
        Spill writing = SpillOfSql.ofWriters(
                load, shape, conditions, conditions.writers().open(), fleet);
        return DiskNeed.of(
                load.rawBytes(), diskBytes(load), larger(reading.perWorker(), writing.perWorker()), conditions, fleet);
    }

    private Load load(String codec) {
        return Load.of(rows, rowBytes, codec, conditions.shuffles());
    }

    private static ReadTasks readers(Load load, int partitions, AdaptiveShuffle adaptive, Estimate largestToMean) {
        return ReadTasks.of(load, partitions, adaptive, largestToMean);
    }

    /** Tasks read a shuffle only when those that write it are done. */
    private static Estimate larger(Estimate one, Estimate other) {
        return new Estimate(
                Math.max(one.value(), other.value()),
                Math.max(one.low(), other.low()),
                Math.max(one.high(), other.high()),
                Math.min(one.confidence(), other.confidence()),
                Unit.BYTES);
    }
}
