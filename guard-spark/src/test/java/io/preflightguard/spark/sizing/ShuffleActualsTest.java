package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.sizing.actuals.Quantity;
import io.preflightguard.sizing.actuals.WriteActuals;
import io.preflightguard.spark.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ShuffleActualsTest {

    private final SparkSession spark = TestSpark.session();

    @Test
    void measuresWhatRunsWhileItListens() throws Exception {
        WriteActuals actuals;
        shuffle(spark, 100); // its news may still be on its way when the measuring starts
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            shuffle(spark, 20_000);
            actuals = listening.take().orElseThrow();
        }

        assertThat(actuals.complete()).isTrue();
        assertThat(actuals.of(Quantity.ROWS)).isEqualTo(20_000);
        assertThat(actuals.of(Quantity.SHUFFLE_BYTES)).isPositive();
        long all = actuals.of(Quantity.SHUFFLE_BYTES);
        assertThat(actuals.of(Quantity.LARGEST_TASK_BYTES))
                .as("the most that one of 3 tasks read")
                .isBetween(all / 3, all - 1);
        assertThat(actuals.of(Quantity.TASKS)).as("2 that write, 3 that read").isEqualTo(5);
        assertThat(actuals.otherStages()).isZero();
    }

    @Test
    void nothingIsMeasuredWhereNothingRuns() {
        WriteActuals actuals;
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            actuals = listening.take().orElseThrow();
        }

        assertThat(actuals).isEqualTo(new WriteActuals(List.of(), 0, 0, 0, 0, true));
    }

    /** As Hudi does: it sets its own job groups, and runs some jobs on threads that it starts. */
    @Test
    void jobGroupsAndNewThreadsDoNotHideAJob() throws Exception {
        WriteActuals actuals;
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            spark.sparkContext().setJobGroup("hudi", "Doing partition and writing data", false);
            shuffle(spark, 1_000);
            Thread thread = new Thread(() -> shuffle(spark, 2_000));
            thread.start();
            thread.join();
            actuals = listening.take().orElseThrow();
        } finally {
            spark.sparkContext().clearJobGroup();
        }

        assertThat(actuals.stages())
                .extracting(stage -> stage.shuffleRowsWritten())
                .contains(1_000L, 2_000L);
        assertThat(actuals.otherStages()).isZero();
    }

    @Test
    void jobsOfThreadsThatWereThereBeforeAreCountedApart() throws Exception {
        WriteActuals actuals;
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.submit(() -> {}).get();
            try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
                shuffle(spark, 1_000);
                other.submit(() -> shuffle(spark, 5_000)).get();
                actuals = listening.take().orElseThrow();
            }
        } finally {
            other.shutdownNow();
        }

        assertThat(actuals.of(Quantity.ROWS)).isEqualTo(1_000);
        assertThat(actuals.otherStages()).isEqualTo(2);
        assertThat(actuals.otherShuffleBytes()).isPositive();
    }

    @Test
    void theListenerAndThePropertyAreGoneAfterwardsAlsoIfTheWriteFails() throws Exception {
        SparkContext context = spark.sparkContext();
        context.setLocalProperty(ShuffleActuals.PROPERTY, "outer");
        IllegalStateException failure = new IllegalStateException("No space left on device");
        List<Integer> during = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
                            during.add(Listeners.of(context, WriteListener.class));
                            throw failure;
                        }
                    })
                    .isSameAs(failure);

            assertThat(during).containsExactly(1);
            assertThat(Listeners.of(context, WriteListener.class)).isZero();
            assertThat(context.getLocalProperty(ShuffleActuals.PROPERTY)).isEqualTo("outer");
        } finally {
            context.setLocalProperty(ShuffleActuals.PROPERTY, null);
        }
    }

    /** A thread that is interrupted must not wait, and must stay interrupted. */
    @Test
    void anInterruptedWriteIsNotHeldUp() {
        WriteActuals actuals;
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            Thread.currentThread().interrupt();
            actuals = listening.take().orElseThrow();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(actuals.complete()).isFalse();
    }

    private static void shuffle(SparkSession spark, long rows) {
        spark.range(0, rows, 1, 2)
                .repartition(3)
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
    }
}
