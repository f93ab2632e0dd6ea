package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import org.junit.jupiter.api.Test;

class SpillOfSqlTest {

    private static final long MIB = 1L << 20;

    /**
     * Run 37 of the spill grid: a heap of 1 GiB and a memory fraction of 0.05 leave two tasks 18.1 MiB each. The largest
     * has 78,750 rows of 212 bytes, 16 pages of 1 MiB and 2 MiB of pointers: just what it has, but for the 0.2 MB that the
     * write broadcasts. It spilled 14.8 % of the data.
     */
    @Test
    void aTaskWhosePagesJustFitSpillsForTheWritesOwnBroadcasts() {
        Fleet fleet = new Fleet(1, 2, 1024 * MIB, 0.05, 1024 * MIB, "test");

        Spill spill = ofRun37(fleet);

        assertThat(new SortMemory(212, MIB).peak(78_750))
                .as("what it holds")
                .isLessThanOrEqualTo(fleet.executionMemoryPerTask())
                .isGreaterThan(fleet.executionMemoryPerTask() - MIB / 4.0);
        assertThat(spill.ofAllTasks().value() / (500_000 * 75.0))
                .as("share of the data that spills")
                .isBetween(0.14, 0.16);
        assertThat(spill.isPossible()).isTrue();
        assertThat(spill.isCertain()).isFalse();
    }

    @Test
    void aTaskWithAPageToSpareIsToldToSpillNothing() {
        Fleet fleet = new Fleet(1, 2, 1024 * MIB, 0.06, 1024 * MIB, "test");

        Spill spill = ofRun37(fleet);

        assertThat(spill.perWorker().high()).isZero();
        assertThat(spill.isPossible()).isFalse();
    }

    @Test
    void tasksThatMayHaveToSortWhatTheyWriteAreNotPromisedToSpillNothing() {
        Fleet fleet = new Fleet(1, 2, 1024 * MIB, 0.05, 1024 * MIB, "test");
        Load load = load(1_000_000, 212, 75);
        ShuffleShape exact = new ShuffleShape("by file", Estimate.exact(1, Unit.RATIO), 150, "parallelism", true);
        WriteConditions conditions =
                new WriteConditions(AdaptiveShuffle.off(), InputPartitions.of(4), false, ShuffleSettings.DEFAULTS);

        Spill bypassed = SpillOfSql.ofWriters(load, exact, conditions, fleet);
        Spill open = SpillOfSql.ofWriters(load, exact.upTo(300), conditions, fleet);

        assertThat(bypassed.perWorker().high()).as("of up to 200 partitions").isZero();
        assertThat(open.perWorker().value()).as("of 150, or up to 300").isZero();
        assertThat(open.perWorker().high()).as("of 150, or up to 300").isPositive();
    }

    @Test
    void aSpillFileHoldsAPrefixBesideEachRow() {
        Fleet fleet = new Fleet(1, 1, 1024 * MIB, 0.05, 1024 * MIB, "test");
        Load load = load(1_000_000, 212, 75);
        ReadTasks one = ReadTasks.of(load, 1, AdaptiveShuffle.off(), Estimate.exact(1, Unit.RATIO));

        Spill spill = SpillOfSql.ofSort(load, one, fleet);

        assertThat(spill.perWorker().high()).isGreaterThan(spill.perWorker().value() * 83 / 75 * 0.99);
    }

    private static Spill ofRun37(Fleet fleet) {
        Load load = load(500_000, 212, 75);
        Estimate largestToMean = Estimate.exact(78_750 / (500_000 / 16.0), Unit.RATIO);
        return SpillOfSql.ofSort(load, ReadTasks.of(load, 16, AdaptiveShuffle.off(), largestToMean), fleet);
    }

    private static Load load(double rows, double raw, double compressed) {
        Estimate inFile = Estimate.exact(compressed, Unit.BYTES);
        return new Load(Estimate.exact(rows, Unit.COUNT), Estimate.exact(raw, Unit.BYTES), inFile, inFile);
    }
}
