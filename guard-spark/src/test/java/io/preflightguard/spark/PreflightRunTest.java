package io.preflightguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.config.GuardConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PreflightRunTest {

    private final SparkSession spark = TestSpark.session();

    @Test
    void countsItsOwnJobsAndLeavesTheCallersJobGroupAlone() {
        spark.sparkContext().setJobGroup("mine", "the user's work", false);
        try (PreflightRun run = PreflightRun.start(spark, GuardConfig.defaults(), "t")) {
            run.check("a", () -> {
                spark.range(10).count();
                return List.of(new CheckResult("a", new Outcome.Passed("10 rows", List.of())));
            });
            spark.range(5).count();

            PreflightReport report = run.report("t", 10, null, Map.of());

            assertThat(report.cost().sparkJobs()).as("jobs of the guard").isPositive();
            assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id"))
                    .isEqualTo("mine");
        } finally {
            spark.sparkContext().clearJobGroup();
        }
    }

    @Test
    void whatDoesNotFinishIsCancelledAndWhatComesAfterIsSkipped() throws InterruptedException {
        GuardConfig hasty = GuardConfig.of(Map.of("spark.guard.time-budget", "300ms"), Map.of());
        CountDownLatch jobEnded = new CountDownLatch(1);
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobEnd(SparkListenerJobEnd job) {
                jobEnded.countDown();
            }
        };
        spark.sparkContext().addSparkListener(listener);
        PreflightReport report;
        try (PreflightRun run = PreflightRun.start(spark, hasty, "t")) {
            run.check("endless", () -> {
                new JavaSparkContext(spark.sparkContext())
                        .parallelize(List.of(1, 2), 2)
                        .foreach(unused -> {
                            while (!TaskContext.get().isInterrupted()) {
                                Thread.onSpinWait();
                            }
                        });
                return List.of();
            });
            run.check("next", () -> List.of(new CheckResult("next", new Outcome.Passed("all", List.of()))));
            report = run.report("t", 0, null, Map.of());
        }

        assertThat(report.results()).extracting(CheckResult::check).containsExactly("endless", "next");
        assertThat(report.results()).allSatisfy(result -> assertThat(result.outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                    assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.OUT_OF_TIME);
                    assertThat(skipped.explanation()).isEqualTo("the time budget of 0.3 s ran out");
                }));
        assertThat(jobEnded.await(20, TimeUnit.SECONDS))
                .as("the endless job ended")
                .isTrue();
        spark.sparkContext().removeSparkListener(listener);
        assertNoGuardThreads();
    }

    @Test
    void aFailureIsAnOutcomeOfOneLine() {
        try (PreflightRun run = PreflightRun.start(spark, GuardConfig.defaults(), "t")) {
            run.check("io", () -> {
                throw new IOException("http://me:secret@registry:8081 is gone\nat somewhere");
            });
            run.check("null", () -> {
                throw new NullPointerException();
            });
            run.check("linkage", () -> {
                throw new NoSuchMethodError("'java.lang.String Hudi.gone()'");
            });
            run.check("deep", () -> {
                throw new StackOverflowError();
            });

            assertThat(run.report("t", 0, null, Map.of()).results())
                    .extracting(result -> ((Outcome.Errored) result.outcome()).problem())
                    .containsExactly(
                            "http://***@registry:8081 is gone",
                            "NullPointerException without a message",
                            "this version of Spark or Hudi lacks something the guard needs: NoSuchMethodError:"
                                    + " 'java.lang.String Hudi.gone()'",
                            "StackOverflowError without a message");
        }
    }

    @Test
    void leavesNoThread() throws InterruptedException {
        try (PreflightRun run = PreflightRun.start(spark, GuardConfig.defaults(), "t")) {
            run.check("a", List::of);
        }

        assertNoGuardThreads();
    }

    private static void assertNoGuardThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("preflight-guard")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as("thread %s", thread.getName()).isFalse();
            }
        }
    }
}
