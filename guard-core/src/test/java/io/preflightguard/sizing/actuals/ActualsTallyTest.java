package io.preflightguard.sizing.actuals;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.sizing.actuals.ActualsTally.End;
import org.junit.jupiter.api.Test;

class ActualsTallyTest {

    private final ActualsTally tally = new ActualsTally();

    @Test
    void addsUpTheTasksOfEveryStage() {
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);
        succeed(1, 1, 300, 30);
        tally.stageSubmitted(2, "save", 1);
        tally.taskEnded(2, 0, End.SUCCEEDED, false, new TaskFigures(0, 0, 400, 0, 50, 7, 5, 90));

        WriteActuals actuals = tally.actuals();

        assertThat(actuals.of(Quantity.SHUFFLE_BYTES)).isEqualTo(400);
        assertThat(actuals.of(Quantity.ROWS)).isEqualTo(40);
        assertThat(actuals.of(Quantity.LARGEST_TASK_BYTES)).isEqualTo(400);
        assertThat(actuals.of(Quantity.MEMORY_SPILLED_BYTES)).isEqualTo(7);
        assertThat(actuals.of(Quantity.DISK_SPILLED_BYTES)).isEqualTo(5);
        assertThat(actuals.of(Quantity.PEAK_MEMORY_BYTES)).isEqualTo(90);
        assertThat(actuals.of(Quantity.TASKS)).isEqualTo(3);
        assertThat(actuals.complete()).isTrue();
    }

    @Test
    void aTaskThatFailedBeforeItSucceededIsCountedOnce() {
        tally.stageSubmitted(1, "map", 1);
        tally.taskEnded(1, 0, End.FAILED, false, figures(999, 9));
        succeed(1, 0, 100, 10);

        WriteActuals actuals = tally.actuals();

        assertThat(actuals.of(Quantity.SHUFFLE_BYTES)).isEqualTo(100);
        assertThat(actuals.of(Quantity.TASKS)).isEqualTo(1);
        assertThat(actuals.failedAttempts()).isEqualTo(1);
    }

    @Test
    void aStageThatRunsAgainIsCountedOnceAndSaysSo() {
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);
        succeed(1, 1, 100, 10);
        tally.stageSubmitted(1, "map", 1);
        succeed(1, 1, 120, 10);

        WriteActuals actuals = tally.actuals();

        assertThat(actuals.of(Quantity.SHUFFLE_BYTES))
                .as("the files that are left")
                .isEqualTo(220);
        assertThat(actuals.of(Quantity.ROWS)).isEqualTo(20);
        assertThat(actuals.of(Quantity.TASKS)).isEqualTo(2);
        assertThat(actuals.of(Quantity.RETRIED_STAGES)).isEqualTo(1);
        assertThat(actuals.stages().get(0).render()).contains("run 2 times, counted once");
        assertThat(actuals.complete()).isTrue();
    }

    @Test
    void aSpeculativeAttemptIsStatedAndItsTwinCountsOnce() {
        tally.stageSubmitted(1, "map", 1);
        tally.taskEnded(1, 0, End.SUCCEEDED, true, figures(100, 10));
        tally.taskEnded(1, 0, End.KILLED, false, figures(50, 5));

        assertThat(tally.actuals().of(Quantity.SHUFFLE_BYTES)).isEqualTo(100);
        assertThat(tally.actuals().speculativeAttempts()).isEqualTo(1);
        assertThat(tally.actuals().failedAttempts()).isZero();
    }

    @Test
    void whatOtherJobsDoIsKeptApart() {
        tally.stageSubmitted(1, "map", 1);
        succeed(1, 0, 100, 10);
        tally.otherTaskEnded(7, 1_000);
        tally.otherTaskEnded(7, 1_000);
        tally.taskEnded(8, 0, End.SUCCEEDED, false, figures(5, 5));

        WriteActuals actuals = tally.actuals();

        assertThat(actuals.of(Quantity.SHUFFLE_BYTES)).isEqualTo(100);
        assertThat(actuals.otherStages()).isEqualTo(1);
        assertThat(actuals.otherShuffleBytes()).isEqualTo(2_000);
    }

    @Test
    void aStageOfWhichSparkLostATaskIsNotComplete() {
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);

        assertThat(tally.actuals().complete()).isFalse();
    }

    @Test
    void aStageThatWasNotNeededToItsEndIsComplete() {
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);
        tally.stageFailed(1);

        assertThat(tally.actuals().complete()).isTrue();
    }

    @Test
    void aStageThatFailedAndRanAgainNeedsTheTasksOfItsLastRun() {
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);
        tally.stageFailed(1);
        tally.stageSubmitted(1, "map", 2);
        succeed(1, 0, 100, 10);

        assertThat(tally.actuals().complete()).isFalse();
    }

    @Test
    void moreTasksThanItRemembersAreSaidToBeMissing() {
        ActualsTally small = new ActualsTally(1);
        small.stageSubmitted(1, "map", 1);
        small.taskEnded(1, 0, End.SUCCEEDED, false, figures(1, 1));
        assertThat(small.actuals().complete()).isTrue();

        small.taskEnded(1, 1, End.SUCCEEDED, false, figures(1, 1));

        assertThat(small.actuals().complete()).isFalse();
        assertThat(small.actuals().of(Quantity.TASKS)).isEqualTo(1);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
        assertThat(Spread.of(4, 1, 3, 10)).isEqualTo(new Spread(3, 10));
        assertThat(Spread.of(5)).isEqualTo(new Spread(5, 5));
        assertThat(Spread.of()).isEqualTo(new Spread(0, 0));
    }

    private void succeed(int stage, int partition, long bytes, long rows) {
        tally.taskEnded(stage, partition, End.SUCCEEDED, false, figures(bytes, rows));
    }

    private static TaskFigures figures(long bytes, long rows) {
        return new TaskFigures(bytes, rows, 0, 0, 1, 0, 0, 0);
    }
}
