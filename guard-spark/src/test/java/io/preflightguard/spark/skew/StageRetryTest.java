package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.ForkedJvm;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SPARK-51016: a stage runs again because its shuffle files are lost, after some of the reducing tasks have ended. What
 * those have must not come again, and what they have not must not be lost.
 */
class StageRetryTest {

    private static final Pattern RESULT = Pattern.compile("rerun=(\\d+) rows=(\\d+) distinct=(\\d+)");

    @Test
    void aRetriedStageOfAFullOuterJoinGivesTheSameRows() throws Exception {
        assertSameRows("full outer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inner", "repartition"})
    @Tag("long")
    void aRetriedStageGivesTheSameRows(String treatment) throws Exception {
        assertSameRows(treatment);
    }

    private static void assertSameRows(String treatment) throws Exception {
        int[] result = run(treatment);

        assertThat(result[0]).as("map tasks that ran again").isPositive();
        assertThat(result[1]).as("rows").isEqualTo(StageRetryJob.ROWS);
        assertThat(result[2]).as("different rows").isEqualTo(StageRetryJob.ROWS);
    }

    /** Shows that the tests above can fail. */
    @Test
    @Tag("long")
    void withARandomSaltARetriedStageGivesOtherRows() throws Exception {
        int[] result = run("rand");

        assertThat(result[0]).as("map tasks that ran again").isPositive();
        assertThat(result[2]).as("different rows").isLessThan(StageRetryJob.ROWS);
    }

    private static int[] run(String treatment) throws Exception {
        ForkedJvm.Result result = ForkedJvm.run(StageRetryJob.class, 512, treatment);
        Matcher found = RESULT.matcher(result.output());
        assertThat(found.find()).as(result.output()).isTrue();
        return new int[] {
            Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))
        };
    }
}
