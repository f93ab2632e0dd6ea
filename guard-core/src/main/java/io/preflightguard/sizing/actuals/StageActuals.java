package io.preflightguard.sizing.actuals;

import io.preflightguard.Unit;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What one stage did. Every task counts once, by the attempt that succeeded last, however often it or its stage ran.
 *
 * @param id Spark's number of the stage
 * @param name Spark's name of the stage
 * @param runs how often Spark ran it
 * @param tasks how many tasks it has
 * @param bytesRead bytes that a task read, from shuffle files, files and caches
 * @param runMillis milliseconds that a task ran
 * @param shuffleBytesWritten compressed bytes of all tasks
 * @param shuffleRowsWritten rows of all tasks
 * @param largestShuffleRead compressed shuffle bytes that one task read, the most of any
 * @param memorySpilled bytes of all tasks, as they were held in memory
 * @param diskSpilled bytes of all tasks, as they lay on disk
 * @param peakMemory the most execution memory in bytes that one task held
 */
public record StageActuals(
        int id,
        String name,
        int runs,
        int tasks,
        Spread bytesRead,
        Spread runMillis,
        long shuffleBytesWritten,
        long shuffleRowsWritten,
        long largestShuffleRead,
        long memorySpilled,
        long diskSpilled,
        long peakMemory) {

    public StageActuals {
        Objects.requireNonNull(name, "name");
    }

    static StageActuals of(int id, String name, int runs, Collection<TaskFigures> tasks) {
        return new StageActuals(
                id,
                name,
                runs,
                tasks.size(),
                Spread.of(values(tasks, TaskFigures::bytesRead)),
                Spread.of(values(tasks, TaskFigures::runMillis)),
                sum(tasks, TaskFigures::shuffleBytesWritten),
                sum(tasks, TaskFigures::shuffleRowsWritten),
                most(tasks, TaskFigures::shuffleBytesRead),
                sum(tasks, TaskFigures::memorySpilled),
                sum(tasks, TaskFigures::diskSpilled),
                most(tasks, TaskFigures::peakMemory));
    }

    /** One line for a person. */
    String render() {
        return tasks + (tasks == 1 ? " task" : " tasks") + (runs > 1 ? " (run " + runs + " times, counted once)" : "")
                + ", read " + Unit.BYTES.format(bytesRead.median()) + " by the median one and "
                + Unit.BYTES.format(bytesRead.largest()) + " at most, ran " + seconds(runMillis.median()) + " and "
                + seconds(runMillis.largest()) + " at most, wrote " + Unit.BYTES.format(shuffleBytesWritten)
                + " of shuffle";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static long[] values(Collection<TaskFigures> tasks, ToLongFunction<TaskFigures> figure) {
        return tasks.stream().mapToLong(figure).toArray();
    }

    private static long sum(Collection<TaskFigures> tasks, ToLongFunction<TaskFigures> figure) {
        return tasks.stream().mapToLong(figure).sum();
    }

    private static long most(Collection<TaskFigures> tasks, ToLongFunction<TaskFigures> figure) {
        return tasks.stream().mapToLong(figure).max().orElse(0);
    }
}
