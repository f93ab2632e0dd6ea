package io.preflightguard.spark;

import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.config.OnError;
import io.preflightguard.spark.internal.JobGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One preflight under way: runs checks one after another inside one time budget, on a daemon thread of its own and under
 * its own Spark job group, so that what does not finish can be cancelled and the caller's job group is left alone. A
 * check that throws becomes {@link Outcome.Errored}; one that does not finish, and every one after it, becomes
 * {@link Outcome.Skipped}. Closing it ends the thread. Not thread-safe: one preflight, one caller.
 */
public final class PreflightRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PreflightRun.class);
    private static final AtomicLong RUNS = new AtomicLong();
    private static final Duration PATIENCE_AFTER_CANCEL = Duration.ofSeconds(5);

    private final SparkContext context;
    private final GuardConfig config;
    private final String group = "preflight-guard-" + RUNS.incrementAndGet();
    private final ExecutorService worker;
    private final long start = System.nanoTime();
    private final List<CheckResult> results = new ArrayList<>();
    private @Nullable Outcome stopped;

    private PreflightRun(SparkSession session, GuardConfig config, String table) {
        this.context = session.sparkContext();
        this.config = config;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, group);
            thread.setDaemon(true);
            return thread;
        });
        worker.execute(() -> {
            SparkSession.setActiveSession(session);
            context.setJobGroup(group, "Preflight Guard: " + table, false);
        });
    }

    /** Starts the clock. */
    public static PreflightRun start(SparkSession session, GuardConfig config, String table) {
        return new PreflightRun(session, config, table);
    }

    /**
     * Runs a check.
     *
     * @param name the check's name, for the case that it yields no result itself
     * @param check gathers and judges; may yield several results. Runs on the guard's thread
     */
    public void check(String name, Callable<List<CheckResult>> check) {
        if (stopped != null) {
            results.add(new CheckResult(name, stopped));
            return;
        }
        Future<List<CheckResult>> future = worker.submit(check);
        try {
            future.get(remainingNanos(), TimeUnit.NANOSECONDS).stream()
                    .map(config.rules()::applyTo)
                    .forEach(results::add);
        } catch (TimeoutException late) {
            LOG.warn("{} did not finish within {}; its Spark jobs are cancelled", name, config.timeBudget());
            stop(future, name, outOfTime());
        } catch (InterruptedException interrupted) {
            stop(future, name, new Outcome.Errored("the calling thread was interrupted", "Run the preflight again."));
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            Outcome outcome = Problems.outcome(cause);
            if (outcome instanceof Outcome.Errored) {
                LOG.warn("The guard could not make the check '{}'", name, cause);
            }
            results.add(new CheckResult(name, outcome));
        }
    }

    /** The report of every check so far, and what they cost. */
    public PreflightReport report(
            String table, long rowsRead, @Nullable Estimate inputRows, Map<String, String> environment) {
        int jobs = context.statusTracker().getJobIdsForGroup(group).length;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new PreflightReport(
                table,
                config.mode(),
                config.onError() == OnError.BLOCK,
                results,
                List.of(),
                new Cost(elapsed, jobs, rowsRead, inputRows),
                environment);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private long remainingNanos() {
        return Math.max(0, config.timeBudget().toNanos() - (System.nanoTime() - start));
    }

    private Outcome outOfTime() {
        return new Outcome.Skipped(
                Outcome.SkipReason.OUT_OF_TIME,
                "the time budget of " + config.timeBudget().toMillis() / 1000.0 + " s ran out",
                "Raise spark.guard.time-budget, or lower spark.guard.sample.max-rows.");
    }

    private void stop(Future<?> future, String name, Outcome outcome) {
        stopped = outcome;
        results.add(new CheckResult(name, outcome));
        cancel(future);
    }

    private void cancel(Future<?> future) {
        JobGroups.cancel(context, group);
        future.cancel(true);
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(PATIENCE_AFTER_CANCEL.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A cancelled check is still running on the daemon thread {}", group);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // Once more: the check may have submitted a job between the first call and the end of its thread.
        JobGroups.cancel(context, group);
    }
}
