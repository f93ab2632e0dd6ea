package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.GIB;
import static io.preflightguard.sizing.SizingScene.bytes;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.fleet;
import static io.preflightguard.sizing.SizingScene.measured;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link SizingRules} says of how many partitions a shuffle has, and of tasks that spill. */
class PartitionRulesTest {

    @Test
    void aTaskThatDoesNotFitItsMemoryIsFoundWithAPartitionCountThatFits() {
        List<Finding> findings = scene().withShape(shape(4, true)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message()).contains("tasks that run together spill 4.13 GiB per worker");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "152"));
        });
    }

    @Test
    void anUpsertIsWarnedOfOnlyIfEvenItsSerialisedRowsDoNotFit() {
        Estimate volume = new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO);
        ShuffleShape few = new ShuffleShape("upsert", volume, 8, "hoodie.upsert.shuffle.parallelism", true);
        ShuffleShape more = new ShuffleShape("upsert", volume, 20, "hoodie.upsert.shuffle.parallelism", true);
        Fleet fleet = new Fleet(2, 4, new ExecutorMemory(10 * GIB, 0.6, 0.5, 64 * GIB, 0, 0), 1_000 * GIB, "test");
        SizingScene upsert = scene().withFleet(fleet);

        assertThat(upsert.withShape(few).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message())
                    .as("memory off the heap is none of theirs")
                    .contains("as serialised, more as objects, and has 1.46 GiB");
        });
        assertThat(upsert.withShape(more).findings()).isEmpty();
        assertThat(upsert.withShape(more)
                        .withConditions(conditions(AdaptiveShuffle.off(), 100_000, true))
                        .findings())
                .as("half of the memory is left beside persisted rows")
                .hasSize(1);
    }

    @Test
    void tasksThatWriteManyPartitionsHoldTheirSplitAndSpillIt() {
        // 9.54 splits of 2 GiB uncompressed: four of them share 5.8 GiB.
        SizingScene large = scene().withConditions(conditions(AdaptiveShuffle.off(), 10, false));
        SizingScene small = scene().withConditions(conditions(AdaptiveShuffle.off(), 100, false));

        CheckResult many = large.withShape(shape(400, true)).judge();
        CheckResult bypassed = large.withShape(shape(200, true)).judge();

        assertThat(many.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("each of 10 tasks that write the shuffle")));
        assertThat(measured(many, "spill per worker").value())
                .as("four tasks' rows twice, by lz4")
                .isCloseTo(4 * 0.5e9, within(1e6));
        assertThat(measured(many, "spill of all tasks").value()).isPositive();
        assertThat(bypassed.outcome().findings()).isEmpty();
        assertThat(measured(bypassed, "spill per worker").high()).isZero();
        assertThat(small.withShape(shape(400, true)).findings())
                .as("smaller splits")
                .isEmpty();
    }

    @Test
    void tasksThatWriteManyPartitionsAreNamedIfOnlyTheUpperEndSpills() {
        // 16 splits of 1.25 GiB with their pointers: four of them just fit 5.8 GiB, and a fifth more rows do not.
        CheckResult result = scene().withShape(shape(400, true))
                .withConditions(conditions(AdaptiveShuffle.off(), 16, false))
                .judge();

        assertThat(measured(result, "spill per worker").value()).isZero();
        assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .contains("each of 16 tasks that write the shuffle", "together they spill up to")));
    }

    @Test
    void tasksThatSparkDealsRoundHaveMoreMemory() {
        // Four tasks of 2.5 GiB with their pointers on four workers: one each, which has 5.8 GiB.
        Fleet four = new Fleet(4, 4, 10 * GIB, 0.6, 100 * GIB, "test");

        CheckResult result =
                scene().withRows(40e6).withShape(shape(4, true)).withFleet(four).judge();

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("tasks that run together may spill"));
        assertThat(measured(result, "spill per worker").low()).isZero();
    }

    @Test
    void moreThanAnUnevenHashIsNotCalledAHotKey() {
        // The mean of 16 takes 1.36 GiB with its pointers, the largest more than the 1.46 GiB of a task.
        List<Finding> findings = scene().withShape(shape(16, true))
                .withTasks(TaskSizes.known(Estimate.exact(1.2, Unit.RATIO)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 152.");
            assertThat(finding.remedies()).hasSize(1);
        });
    }

    @Test
    void aTaskIsJudgedByItsPointersToo() {
        // 46.6 MiB of rows fit 60 MiB, but not with 24 to 48 bytes of pointers for each.
        List<Finding> findings = scene().withRows(400 * 1e6)
                .withRowBytes(new RowBytes(bytes(50), "lz4", Map.of("lz4", bytes(25))))
                .withShape(shape(400, true))
                .withFleet(new Fleet(2, 4, 700L << 20, 0.6, 100 * GIB, "test"))
                .findings();

        assertThat(findings).extracting(Finding::rule).containsExactly(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
    }

    @Test
    void tasksThatCarryNextToNothingAreTooMany() {
        List<Finding> findings =
                scene().withRows(10_000).withShape(shape(200, true)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_MANY);
            assertThat(finding.message()).contains("200 tasks carry 9.77 KiB each, 25 one after another");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "2"));
        });
    }
}
