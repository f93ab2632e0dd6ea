package io.preflightguard.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilePlannerTest {

    private static final FileBytes HUNDRED_BYTES = FileBytes.ofRows(Estimate.exact(100, Unit.BYTES));

    @Test
    void aLargePathIsCutAndSmallOnesStayWhole() {
        // 90 % of the rows in one path, as in the trial: nine files of the target, and nineteen small paths.
        List<PathRows> paths = new ArrayList<>();
        paths.add(rows("hot", 1_350_000));
        for (int i = 1; i < 20; i++) {
            paths.add(rows("p" + i, 150_000 / 19.0));
        }

        FilePlan plan = FilePlanner.plan(ExpectedRows.counted(paths), HUNDRED_BYTES, 15_000_000, 10);

        assertThat(plan.files()).isEqualTo(28);
        assertThat(plan.tasksByPath().get("hot")).hasSize(9).doesNotHaveDuplicates();
        assertThat(plan.tasksByPath().get("p1")).hasSize(1);
        assertThat(plan.tasks()).isEqualTo(10);
        assertThat(plan.largestTaskToMean().value()).isLessThan(1.1);
        assertThat(plan.sizes()).isNotNull();
        assertThat(plan.sizes().largest().value()).isEqualTo(15_000_000);
    }

    @Test
    void noFileIsAboveTheStretchedTargetNorBelowHalfOfItUnlessItIsItsPathsOnlyOne() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            long target = 10_000 + random.nextInt(1_000_000);
            ExpectedRows expected = counted(random);

            FilePlan plan = FilePlanner.plan(expected, HUNDRED_BYTES, target, 1 + random.nextInt(100));

            double ideal = 0;
            for (PathRows path : expected.paths()) {
                int files = plan.tasksByPath().get(path.path()).size();
                double size = path.rows().value() * 100 / files;
                assertThat(size).as("seed %d, %s", seed, path).isLessThanOrEqualTo(target * 1.05 * (1 + 1e-9));
                if (files > 1) {
                    assertThat(size).as("seed %d, %s", seed, path).isGreaterThan(target / 2.0);
                }
                ideal += Math.max(1, Math.ceil(path.rows().value() * 100 / target));
            }
            assertThat((double) plan.files()).as("seed %d", seed).isLessThanOrEqualTo(ideal);
        }
    }

    @Test
    void theLargestTaskIsEvenWhereverFilesAreSmallAgainstATask() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            ExpectedRows expected = counted(random);
            double total = expected.total().value();
            int parallelism = 2 + random.nextInt(60);
            // Four files of the target make a task's share at least.
            long target = Math.max(1, (long) (total * 100 / parallelism / 4));
            if (expected.paths().stream()
                            .mapToDouble(path -> path.rows().value())
                            .sum()
                    == 0) {
                continue;
            }

            FilePlan plan = FilePlanner.plan(expected, HUNDRED_BYTES, target, parallelism);

            assertThat(plan.largestTaskToMean().value())
                    .as("seed %d, %s", seed, plan.describe())
                    .isLessThanOrEqualTo(1.3);
        }
    }

    @Test
    void theLoadOfEachTaskIsWhatThePlanSays() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ExpectedRows expected = counted(random);

            FilePlan plan = FilePlanner.plan(
                    expected, HUNDRED_BYTES, 10_000 + random.nextInt(1_000_000), 1 + random.nextInt(100));

            double[] load = new double[plan.tasks()];
            for (PathRows path : expected.paths()) {
                List<Integer> tasks = plan.tasksByPath().get(path.path());
                assertThat(new HashSet<>(tasks)).as("seed %d", seed).hasSameSizeAs(tasks);
                tasks.forEach(task -> load[task] += path.rows().value() / tasks.size());
            }
            double largest = 0;
            for (double rows : load) {
                largest = Math.max(largest, rows);
            }
            double mean = expected.total().value() / plan.tasks();
            assertThat(plan.largestTaskToMean().value())
                    .as("seed %d", seed)
                    .isCloseTo(mean == 0 ? 1 : Math.max(1, largest / mean), within(1e-6));
        }
    }

    @Test
    void theOrderOfThePathsDoesNotMatter() {
        for (int seed = 0; seed < 200; seed++) {
            ExpectedRows expected = counted(new Random(seed));
            List<PathRows> shuffled = new ArrayList<>(expected.paths());
            Collections.shuffle(shuffled, new Random(seed + 1));

            FilePlan plan = FilePlanner.plan(expected, HUNDRED_BYTES, 50_000, 16);

            assertThat(FilePlanner.plan(ExpectedRows.counted(shuffled), HUNDRED_BYTES, 50_000, 16))
                    .as("seed %d", seed)
                    .isEqualTo(plan);
        }
    }

    @Test
    void onePathWithMoreFilesThanTasksGetsATaskForEach() {
        FilePlan plan =
                FilePlanner.plan(ExpectedRows.counted(List.of(rows("hot", 1_000_000))), HUNDRED_BYTES, 1_000_000, 2);

        assertThat(plan.tasks()).isEqualTo(plan.files()).isEqualTo(96);
        assertThat(plan.largestTaskToMean().value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void whereOneFileIsMostOfTheDataNoTaskStandsIdleForShow() {
        FilePlan plan = FilePlanner.plan(
                ExpectedRows.counted(List.of(rows("hot", 100_000), rows("small", 9_000))),
                HUNDRED_BYTES,
                100_000_000,
                16);

        assertThat(plan.tasks()).isEqualTo(1);
        assertThat(plan.files()).isEqualTo(2);
    }

    @Test
    void moreTasksThanAskedForWriteFilesThatWouldElseLieTwoByTwo() {
        List<PathRows> paths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            paths.add(rows("p" + i, 75_000));
        }

        FilePlan plan = FilePlanner.plan(ExpectedRows.counted(paths), HUNDRED_BYTES, 100_000_000, 16);

        // Sixteen tasks would have one or two files each, and the longest take twice as long as it must.
        assertThat(plan.tasks()).isEqualTo(20);
        assertThat(plan.largestTaskToMean().value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void withinTheTasksAskedForFilesLieTwoByTwo() {
        List<PathRows> paths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            paths.add(rows("p" + i, 75_000));
        }

        FilePlan plan = FilePlanner.planWithin(ExpectedRows.counted(paths), HUNDRED_BYTES, 100_000_000, 16);

        assertThat(plan.tasks()).isEqualTo(10);
    }

    @Test
    void noMoreThanTwiceTheTasksAskedForAreTaken() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int parallelism = 1 + random.nextInt(100);

            FilePlan plan =
                    FilePlanner.plan(counted(random), HUNDRED_BYTES, 10_000 + random.nextInt(1_000_000), parallelism);

            int mostFilesOfAPath = plan.tasksByPath().values().stream()
                    .mapToInt(List::size)
                    .max()
                    .orElse(1);
            assertThat(plan.tasks())
                    .as("seed %d, %s", seed, plan.describe())
                    .isLessThanOrEqualTo(2 * Math.max(parallelism, mostFilesOfAPath));
        }
    }

    @Test
    void thereAreNeverMoreTasksThanAreSaidToBePossible() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int parallelism = 1 + random.nextInt(20);
            long target = 10_000 + random.nextInt(1_000_000);
            // Filters of up to the target and more, beside the rows.
            FileBytes bytes = FileBytes.withBloomFilter(
                    Estimate.exact(100, Unit.BYTES), 60_000, 1e-9, 60_000 + random.nextInt(100_000));
            ExpectedRows expected = counted(random);
            double all = expected.paths().stream()
                    .mapToDouble(path -> path.rows().value())
                    .sum();

            FilePlan plan = FilePlanner.plan(expected, bytes, target, parallelism);

            assertThat(plan.tasks())
                    .as("seed %d, %s", seed, plan.describe())
                    .isLessThanOrEqualTo(FilePlanner.mostTasks(all, bytes, target, parallelism));
        }
    }

    @Test
    void fewerTasksNeverMakeTheLargestMuchLonger() {
        // Two files of about one size: one task would carry both, and take twice as long.
        FilePlan plan = FilePlanner.plan(
                ExpectedRows.counted(List.of(rows("a", 100_000), rows("b", 90_000))), HUNDRED_BYTES, 100_000_000, 16);

        assertThat(plan.tasks()).isEqualTo(2);
    }

    @Test
    void rowsOfPathsThatWereNotSeenCountForTheMeanAndTheUpperEnd() {
        List<PathRows> paths = List.of(new PathRows("a", new Estimate(500, 400, 600, 0.95, Unit.COUNT)));
        ExpectedRows half = new ExpectedRows(paths, Estimate.exact(1_000, Unit.COUNT), 200);

        FilePlan plan = FilePlanner.plan(half, HUNDRED_BYTES, 10_000, 5);

        // Five files of a hundred rows, and a hundred further rows for each task.
        assertThat(plan.unlistedShare()).isEqualTo(0.5);
        assertThat(plan.tasks()).isEqualTo(5);
        assertThat(plan.largestTaskToMean().value()).isCloseTo(1, within(1e-9));
        assertThat(plan.largestTaskToMean().high()).isCloseTo((120 + 100 + 200) / 200.0, within(1e-9));
        assertThat(plan.describe()).contains("50.0 % of the rows lie in further paths");
    }

    @Test
    void aBloomFilterIsPartOfEveryFile() {
        FileBytes bytes = FileBytes.withBloomFilter(Estimate.exact(35, Unit.BYTES), 60_000, 1e-9, 100_000);

        // Hudi 0.15.0 wrote 441 KB for about 490 rows, 679 KB for 7,894 and 3,364 KB for 84,375.
        assertThat(bytes.of(490)).isCloseTo(448_000, within(10_000.0));
        assertThat(bytes.of(84_375)).isCloseTo(2 * 431_333 + 84_375 * 35.0, within(1_000.0));
    }

    @Test
    void filtersLeaveRoomForRowsEvenWhereTheyAreLargerThanTheTarget() {
        FileBytes bytes = FileBytes.withBloomFilter(Estimate.exact(100, Unit.BYTES), 60_000, 1e-9, 60_000);

        FilePlan plan = FilePlanner.plan(ExpectedRows.counted(List.of(rows("a", 10_000))), bytes, 200_000, 4);

        assertThat(plan.files()).isEqualTo(10);
    }

    @Test
    void noRowsMakeNoFile() {
        FilePlan plan = FilePlanner.plan(ExpectedRows.counted(List.of()), HUNDRED_BYTES, 1_000, 8);

        assertThat(plan.files()).isZero();
        assertThat(plan.tasks()).isEqualTo(8);
        assertThat(plan.sizes()).isNull();
    }

    @Test
    void nonsenseIsRefused() {
        ExpectedRows none = ExpectedRows.counted(List.of());
        assertThatThrownBy(() -> FilePlanner.plan(none, HUNDRED_BYTES, 0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> ExpectedRows.counted(List.of(rows("a", 1), rows("a", 2))))
                .hasMessageContaining("a twice");
        assertThatThrownBy(() -> FileBytes.ofRows(Estimate.exact(0, Unit.BYTES)))
                .hasMessageContaining("weighs");
    }

    private static PathRows rows(String path, double rows) {
        return new PathRows(path, Estimate.exact(rows, Unit.COUNT));
    }

    /** Up to 200 paths whose rows follow a power law. */
    private static ExpectedRows counted(Random random) {
        int paths = 1 + random.nextInt(200);
        double exponent = random.nextDouble() * 2;
        List<PathRows> rows = new ArrayList<>();
        for (int i = 0; i < paths; i++) {
            rows.add(rows("p" + i, Math.floor(100_000 * random.nextDouble() / Math.pow(i + 1, exponent))));
        }
        return ExpectedRows.counted(rows);
    }
}
