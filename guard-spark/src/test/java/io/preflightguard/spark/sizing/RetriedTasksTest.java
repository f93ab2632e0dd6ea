package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.ForkedJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Spark runs twice counts once. */
class RetriedTasksTest {

    private static final int TASKS = 2 * RetriedTasksJob.TASKS;
    private static final int ROWS = RetriedTasksJob.TASKS * RetriedTasksJob.ROWS;

    @Tag("long")
    @Test
    void aTaskThatIsTriedAgainCountsOnceAndItsFailureIsStated() throws Exception {
        assertThat(ForkedJvm.run(RetriedTasksJob.class, 512, "task").output())
                .contains("tasks=" + TASKS + " rows=" + ROWS + " failed=1 retried=0 complete=true");
    }

    @Test
    void aStageWhoseFilesAreLostCountsOnceAndItsRetryIsStated() throws Exception {
        assertThat(ForkedJvm.run(RetriedTasksJob.class, 512, "stage").output())
                .containsPattern("tasks=" + TASKS + " rows=" + ROWS + " failed=\\d+ retried=2 complete=true");
    }
}
