package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.actuals.ActualsTally;
import io.preflightguard.sizing.actuals.ActualsTally.End;
import io.preflightguard.sizing.actuals.TaskFigures;
import io.preflightguard.spark.internal.StageEnds;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.scheduler.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts what Spark tells into what one write does and what others do. Spark calls it from one thread. */
final class WriteListener extends SparkListener {

    private static final Logger LOG = LoggerFactory.getLogger(WriteListener.class);

    private final ActualsTally tally = new ActualsTally();
    private final CountDownLatch toldOfEnd = new CountDownLatch(1);
    private final String property;
    private final String write;
    private final int startFence;
    private final int endFence;
    private volatile boolean started;

    /**
     * @param property the local property by which a job is known
     * @param write its value for the jobs of this write
     * @param startFence the event before which nothing counts: the news of earlier jobs may still be on its way
     * @param endFence the event behind which nothing of the write is to come
     */
    WriteListener(String property, String write, int startFence, int endFence) {
        this.property = property;
        this.write = write;
        this.startFence = startFence;
        this.endFence = endFence;
    }

    ActualsTally tally() {
        return tally;
    }

    /** Waits for the news of everything that happened before the end fence; false if it does not come. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return toldOfEnd.await(seconds, TimeUnit.SECONDS) && started;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        safely(() -> {
            Properties properties = submitted.properties();
            if (properties != null && write.equals(properties.getProperty(property))) {
                tally.stageSubmitted(
                        submitted.stageInfo().stageId(),
                        submitted.stageInfo().name(),
                        submitted.stageInfo().numTasks());
            }
        });
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        safely(() -> {
            if (!StageEnds.isSuccess(completed.stageInfo())) {
                tally.stageFailed(completed.stageInfo().stageId());
            }
        });
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        safely(() -> {
            TaskInfo task = ended.taskInfo();
            TaskMetrics metrics = ended.taskMetrics(); // null if the task was lost
            if (task.successful() && metrics == null) {
                return; // a finished task whose output was lost with its executor: it runs again, and is told again
            }
            End end = task.successful() ? End.SUCCEEDED : task.killed() ? End.KILLED : End.FAILED;
            if (tally.knows(ended.stageId())) {
                tally.taskEnded(
                        ended.stageId(),
                        task.partitionId(),
                        end,
                        task.speculative(),
                        metrics == null ? new TaskFigures(0, 0, 0, 0, 0, 0, 0, 0) : figures(metrics));
            } else if (started && end == End.SUCCEEDED) {
                tally.otherTaskEnded(
                        ended.stageId(), metrics.shuffleWriteMetrics().bytesWritten());
            }
        });
    }

    @Override
    public void onUnpersistRDD(SparkListenerUnpersistRDD fence) {
        if (fence.rddId() == startFence) {
            started = true;
        } else if (fence.rddId() == endFence) {
            toldOfEnd.countDown();
        }
    }

    private static TaskFigures figures(TaskMetrics metrics) {
        return new TaskFigures(
                metrics.shuffleWriteMetrics().bytesWritten(),
                metrics.shuffleWriteMetrics().recordsWritten(),
                metrics.shuffleReadMetrics().totalBytesRead(),
                metrics.inputMetrics().bytesRead(),
                metrics.executorRunTime(),
                metrics.memoryBytesSpilled(),
                metrics.diskBytesSpilled(),
                metrics.peakExecutionMemory());
    }

    private void safely(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException | LinkageError failed) {
            tally.incomplete();
            LOG.debug("What Spark told of the write could not be read", failed);
        }
    }
}
