package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.ForkedJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sorts with 10 MiB of execution memory a task: what spills is found, and what is advised does not spill. */
@Tag("long")
class SpillTest {

    private static final int HEAP = 512;

    @Test
    void tooFewPartitionsSpillAndTheAdvisedOnesDoNot() throws Exception {
        String output = run("2", "false");

        assertThat(output)
                .contains(
                        "AS SET: tasks 2, spilled true, found [SHUFFLE_PARTITIONS_TOO_FEW spark.sql.shuffle.partitions]")
                .containsPattern("AS ADVISED: tasks \\d+, spilled false, found \\[]");
    }

    @Test
    void adaptiveExecutionMergesPartitionsUntilTheySpill() throws Exception {
        String output = run("32", "true");

        assertThat(output)
                .containsPattern("AS SET: tasks \\d, spilled true, found \\[SHUFFLE_PARTITIONS_TOO_FEW"
                        + " spark.sql.adaptive.advisoryPartitionSizeInBytes]")
                .containsPattern("AS ADVISED: tasks \\d+, spilled false, found \\[]");
    }

    @Test
    void enoughPartitionsSpillNothing() throws Exception {
        assertThat(run("32", "false"))
                .contains("AS SET: tasks 32, spilled false, found []")
                .contains("AS ADVISED: tasks 32, spilled false, found []");
    }

    private static String run(String... arguments) throws Exception {
        ForkedJvm.Result ended = ForkedJvm.run(SortJob.class, HEAP, arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }
}
