package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.ExpectedRows;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.layout.FilePlan;
import io.preflightguard.layout.FilePlanner;
import io.preflightguard.layout.PathRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileTasksTest {

    private static final int HOT_ROWS = 900_000;
    private static final int SMALL_ROWS = 5_000;
    private static final FileBytes BYTES =
            FileBytes.withBloomFilter(Estimate.exact(35, Unit.BYTES), 60_000, 1e-9, 100_000);

    @Test
    void rowsFallIntoFilesAndTasksAsPlanned() {
        FilePlan plan = FilePlanner.plan(expected(), BYTES, 5_000_000, 16);
        FileTasks tasks = new FileTasks(plan);
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Map<String, Map<Integer, Integer>> files = new TreeMap<>();
            int[] load = new int[plan.tasks()];
            for (PathRows path : expected().paths()) {
                for (int i = 0; i < path.rows().value(); i++) {
                    // Keys of a sequence in one half of the seeds, random ones in the other.
                    String key = seed % 2 == 0 ? path.path() + i : Long.toHexString(random.nextLong());
                    int task = tasks.call(FileTasks.hash(path.path()), FileTasks.hash(key));
                    load[task]++;
                    files.computeIfAbsent(path.path(), unused -> new TreeMap<>())
                            .merge(task, 1, Integer::sum);
                }
            }

            files.forEach((path, rows) -> assertThat(List.copyOf(rows.keySet()))
                    .as(path)
                    .isEqualTo(plan.tasksByPath().get(path)));
            double mean = (double) HOT_ROWS / plan.tasksByPath().get("hot").size();
            assertThat(files.get("hot").values())
                    .as("seed %d", seed)
                    // Five standard deviations of a binomial.
                    .allSatisfy(rows -> assertThat(Math.abs(rows - mean)).isLessThan(5 * Math.sqrt(mean)));
            int largest = 0;
            int all = 0;
            for (int rows : load) {
                largest = Math.max(largest, rows);
                all += rows;
            }
            assertThat(largest / ((double) all / plan.tasks()))
                    .as("seed %d, %s", seed, plan.describe())
                    .isLessThan(1.3);
        }
    }

    @Test
    void aPathThatIsNotListedIsKeptWhole() {
        FileTasks tasks = new FileTasks(FilePlanner.plan(expected(), BYTES, 5_000_000, 16));

        for (int seed = 0; seed < 100; seed++) {
            String path = "unseen-" + seed;
            int task = tasks.call(FileTasks.hash(path), FileTasks.hash("a"));
            assertThat(task).isBetween(0, tasks.tasks() - 1);
            assertThat(tasks.call(FileTasks.hash(path), FileTasks.hash("b"))).isEqualTo(task);
        }
    }

    private static ExpectedRows expected() {
        List<PathRows> paths = new ArrayList<>();
        paths.add(new PathRows("hot", Estimate.exact(HOT_ROWS, Unit.COUNT)));
        for (int i = 1; i < 20; i++) {
            paths.add(new PathRows("p" + i, Estimate.exact(SMALL_ROWS, Unit.COUNT)));
        }
        return ExpectedRows.counted(paths);
    }
}
