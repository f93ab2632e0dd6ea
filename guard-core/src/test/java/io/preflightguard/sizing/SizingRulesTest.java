package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.GIB;
import static io.preflightguard.sizing.SizingScene.adaptive;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.fleet;
import static io.preflightguard.sizing.SizingScene.measured;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes, what is skipped, and what is measured on the way. */
class SizingRulesTest {

    @Test
    void executionMemoryFollowsSparksDivision() {
        assertThat(fleet(4, 10 * GIB, 100 * GIB).executionMemoryPerTask())
                .as("10 GiB heap and 4 cores: 1,491 MiB a task")
                .isEqualTo((long) ((10 * 1024 - 300) * 0.6 / 4 * (1 << 20)));
    }

    @Test
    void enoughDiskAndMemoryPass() {
        CheckResult result = scene().judge();

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(result.measurements())
                .extracting(measurement -> measurement.name())
                .contains(
                        "recommended spark.sql.shuffle.partitions, for memory and cores alone",
                        "local disk needed per worker");
    }

    @Test
    void aTaskThatStreamsItsRowsNeedsNoMemoryForThem() {
        assertThat(scene().withShape(shape(4, false)).judge().outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void whereNothingSetsThePartitionsNothingIsSaidOfThem() {
        ShuffleShape toFiles = new ShuffleShape(
                "insert", new Estimate(1, 1, 1, 0.5, Unit.RATIO), 10_000, ShuffleShape.NO_SETTING, false);

        CheckResult result = scene().withRows(1_000).withShape(toFiles).judge();

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(result.measurements())
                .noneMatch(measurement -> measurement.name().startsWith("largest task"))
                .anyMatch(measurement -> measurement.name().equals("local disk needed per worker"));
    }

    @Test
    void aHotTaskMaySpillWhereTheMeanOneDoesNot() {
        Estimate skewed = Estimate.exact(50, Unit.RATIO);

        CheckResult result = scene().withShape(shape(400, true))
                .withTasks(TaskSizes.known(skewed))
                .judge();

        assertThat(result.measurements())
                .filteredOn(measurement -> measurement.name().equals("largest task, uncompressed"))
                .extracting(measurement -> measurement.value().render())
                .containsExactly("2.33 GiB");
    }

    @Test
    void ofAWriteWithoutAShuffleNoMoreIsSaid() {
        SizingScene unshuffled = scene().withShape(null).withFleet(fleet(4, 10 * GIB, 0));

        assertThat(unshuffled.judge().outcome())
                .isEqualTo(new Outcome.Passed("this write shuffles no rows", List.of()));
    }

    @Test
    void theInputsOwnShufflesHaveNotPassed() {
        assertThat(SizingRules.inputShuffles().outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                        .isEqualTo(Outcome.SkipReason.NOT_PROVABLE));
    }

    @Test
    void partitionsThatLieUnevenlyHaveNotPassed() {
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 64, "parallelism", true);
        ShuffleShape more = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 400, "parallelism", true);
        SizingScene inPlace = scene().withTasks(TaskSizes.whereTheyLie(400)).withFleet(fleet(4, 6 * GIB, 100 * GIB));

        assertThat(inPlace.withShape(sort).judge().outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .contains("if a task holds 4.00x the mean, it spills"));
        assertThat(inPlace.withShape(more).judge().outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .contains("partitions are taken to hold about as much each"));
    }

    @Test
    void sortedRowsThatMayWeighTwiceAsMuchHaveNotPassed() {
        TaskSizes ranges = TaskSizes.ranges(Estimate.exact(1, Unit.RATIO));

        assertThat(scene().withShape(shape(24, true)).withTasks(ranges).judge().outcome())
                .as("0.9 GiB of 1.46 with their pointers, of which twice as much does not fit")
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .isEqualTo(
                                "rows of one partition path are taken to weigh and to compress about alike: if a task"
                                        + " holds 2.00x the mean, it spills"));
        assertThat(scene().withTasks(ranges).judge().outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void mergedRowsThatMayCompressTwiceAsWellHaveNotPassed() {
        TaskSizes ranges = TaskSizes.ranges(Estimate.exact(1, Unit.RATIO));

        // Tasks of 256 MiB compressed are 1 GiB uncompressed; half of the compressed bytes would make them 2.
        assertThat(scene().withTasks(ranges)
                        .withConditions(adaptive(256 << 20))
                        .judge()
                        .outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .endsWith(", or its rows compress twice as well, it spills"));
        assertThat(scene().withTasks(TaskSizes.ranges(Estimate.exact(1.8, Unit.RATIO)))
                        .withConditions(adaptive(256 << 20))
                        .judge()
                        .outcome())
                .as("of paths that are known to weigh more, too")
                .isInstanceOf(Outcome.Skipped.class);
        assertThat(scene().withTasks(ranges)
                        .withConditions(adaptive(64 << 20))
                        .judge()
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void writersOfPartitionsThatMayLieUnevenlyHaveNotPassed() {
        // 40 tasks write 400 partitions: half a GiB each, but one of four times as much would sort 2 GiB.
        assertThat(writtenBy(InputPartitions.of(40)))
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .isEqualTo(
                                "of the tasks that write the shuffle, partitions are taken to hold about as much each:"
                                        + " if one has 4.00x the mean, it spills"));
        assertThat(writtenBy(InputPartitions.ofRows(rows(40, 1))))
                .as("footers tell how many rows each has")
                .isInstanceOf(Outcome.Passed.class);
        assertThat(writtenBy(InputPartitions.ofRows(rows(40, 4))))
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                        .singleElement()
                        .satisfies(note -> assertThat(note.message())
                                .startsWith("the largest of 40 tasks that write the shuffle")));
    }

    @Test
    void whatWritersSpillIsToldBesideADoubtOfReaders() {
        // Ten writers of 2 GiB spill for certain; ranges of 0.9 GiB may be twice as large.
        SizingScene both = scene().withShape(shape(220, true))
                .withRows(900e6)
                .withTasks(TaskSizes.ranges(Estimate.exact(1, Unit.RATIO)))
                .withConditions(conditions(AdaptiveShuffle.off(), 100, false));

        assertThat(both.judge().outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .contains("it spills; besides, each of 100 tasks that write the shuffle needs"));
    }

    private static Outcome writtenBy(InputPartitions input) {
        return scene().withConditions(
                        new WriteConditions(AdaptiveShuffle.off(), input, false, ShuffleSettings.DEFAULTS))
                .judge()
                .outcome();
    }

    /** Partitions of as many rows each, but for the first. */
    private static double[] rows(int partitions, double first) {
        double[] rows = new double[partitions];
        Arrays.fill(rows, 1);
        rows[0] = first;
        return rows;
    }

    @Test
    void rowsOfKeysThatCannotBeComputedMayAllGoToOneTask() {
        SizingScene unknown = scene().withShape(shape(400, true)).withTasks(TaskSizes.unknownKeys(400));

        assertThat(unknown.judge().outcome()).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void soMayRecordsThatAreKeptAsObjects() {
        ShuffleShape records = new ShuffleShape("sort", new Estimate(0.83, 0.4, 1.6, 0.5, Unit.RATIO), 400, "n", true);
        SizingScene unknown = scene().withShape(records).withTasks(TaskSizes.unknownKeys(400));

        assertThat(unknown.judge().outcome()).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void anUpsertsSpillIsNotKnownToBeNothing() {
        ShuffleShape upsert = new ShuffleShape(
                "upsert", new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO), 400, "hoodie.upsert.shuffle.parallelism", true);

        CheckResult result = scene().withShape(upsert)
                .withTasks(TaskSizes.hashes())
                .withFleet(fleet(4, 10 * GIB, 1_000 * GIB))
                .judge();

        assertThat(result.outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .contains("what its objects take on the heap is not known"));
        // Four tasks of 47.7 MiB, one of them a fifth larger, by lz4.
        assertThat(measured(result, "spill per worker").value()).isZero();
        assertThat(measured(result, "spill per worker").high()).isCloseTo(4.2 * 12.5e6, within(1e3));
    }

    @Test
    void aFleetOfNothingIsRefused() {
        assertThatThrownBy(() -> fleet(0, GIB, GIB)).isInstanceOf(IllegalArgumentException.class);
    }
}
