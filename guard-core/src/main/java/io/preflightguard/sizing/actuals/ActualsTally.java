package io.preflightguard.sizing.actuals;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds up what Spark tells of a write while it runs: of its own stages, and of others that run meanwhile. Thread-safe: it
 * is told by Spark's thread and asked by the job's.
 */
public final class ActualsTally {

    /** Some 150 bytes each on the driver's heap. */
    private static final int MOST_TASKS = 200_000;

    private final Map<Integer, Stage> stages = new TreeMap<>();
    private final Set<Integer> others = new HashSet<>();
    private final int mostTasks;
    private int tasks;
    private long otherShuffleBytes;
    private long failedAttempts;
    private long speculativeAttempts;
    private boolean lost;

    /** A tally that remembers up to 200,000 tasks, and is incomplete beyond. */
    public ActualsTally() {
        this(MOST_TASKS);
    }

    ActualsTally(int mostTasks) {
        this.mostTasks = mostTasks;
    }

    /** How an attempt of a task ended. */
    public enum End {
        /** It did its work. */
        SUCCEEDED,
        /** It failed. */
        FAILED,
        /** Spark stopped it: another attempt was first, or its work was not needed any more. */
        KILLED
    }

    /**
     * A stage of the write starts; again, if its first run failed or what it wrote was lost.
     *
     * @param tasksToRun how many tasks this run has: Spark may lose the news of some when it is busy
     */
    public synchronized void stageSubmitted(int id, String name, int tasksToRun) {
        Stage stage = stages.computeIfAbsent(id, unused -> new Stage(name));
        stage.runs++;
        stage.expected = Math.max(stage.expected, tasksToRun);
    }

    /**
     * An attempt of a task of the write's stages ended.
     *
     * @param partition the task's number, the same for all its attempts
     * @param figures what it did; only asked of one that succeeded
     */
    public synchronized void taskEnded(int stageId, int partition, End end, boolean speculative, TaskFigures figures) {
        Stage stage = stages.get(stageId);
        if (stage == null) {
            return;
        }
        if (speculative) {
            speculativeAttempts++;
        }
        if (end == End.FAILED) {
            failedAttempts++;
        } else if (end == End.SUCCEEDED) {
            if (!stage.done.containsKey(partition) && ++tasks > mostTasks) {
                lost = true;
            } else {
                stage.done.put(partition, figures);
            }
        }
    }

    /** A task of a stage that is none of the write's ended well. */
    public synchronized void otherTaskEnded(int stageId, long shuffleBytesWritten) {
        others.add(stageId);
        otherShuffleBytes += shuffleBytesWritten;
    }

    /** A run of a stage of the write ended before all its tasks did: it is run again, or its work was not needed. */
    public synchronized void stageFailed(int id) {
        Stage stage = stages.get(id);
        if (stage != null) {
            stage.expected = 0;
        }
    }

    /** Something was not told, or not in time. */
    public synchronized void incomplete() {
        lost = true;
    }

    /** Whether the stage is one of the write's. */
    public synchronized boolean knows(int stageId) {
        return stages.containsKey(stageId);
    }

    /** What was told so far. */
    public synchronized WriteActuals actuals() {
        return new WriteActuals(
                stages.entrySet().stream()
                        .map(entry -> entry.getValue().actuals(entry.getKey()))
                        .toList(),
                failedAttempts,
                speculativeAttempts,
                others.size(),
                otherShuffleBytes,
                !lost && stages.values().stream().allMatch(Stage::isComplete));
    }

    private static final class Stage {

        private final String name;
        private final Map<Integer, TaskFigures> done = new HashMap<>();
        private int runs;
        private int expected;

        Stage(String name) {
            this.name = name;
        }

        StageActuals actuals(int id) {
            Collection<TaskFigures> figures = done.values();
            return StageActuals.of(id, name, runs, figures);
        }

        boolean isComplete() {
            return done.size() >= expected;
        }
    }
}
