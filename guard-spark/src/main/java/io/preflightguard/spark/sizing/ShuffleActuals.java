package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.actuals.WriteActuals;
import io.preflightguard.spark.internal.FrameShuffles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what Spark does for one write: listens from {@link #listen} to {@link #close}, runs no job, starts no thread,
 * and throws nothing, so that a write never fails over being measured.
 *
 * <p>The write's jobs are known by a local property of the thread that runs it. Hudi sets job groups of its own, which
 * leave other properties alone, and threads that are started meanwhile inherit it; a thread that was there before does
 * not. So stages without the property are counted apart, and the facts say that they ran.
 *
 * <p>For one thread, which runs the write between the two calls.
 */
public final class ShuffleActuals implements AutoCloseable {

    /** The local property that the jobs of a write carry. */
    static final String PROPERTY = "io.preflightguard.write";

    private static final Logger LOG = LoggerFactory.getLogger(ShuffleActuals.class);
    private static final AtomicLong WRITES = new AtomicLong();

    /** Spark's listeners lag behind by milliseconds, unless one of them is stuck. */
    private static final long MOST_SECONDS = 10;

    private final SparkContext context;
    private final @Nullable JavaRDD<Object> endFence;
    private final @Nullable WriteListener listener;
    private final @Nullable String propertyBefore;

    private ShuffleActuals(
            SparkContext context,
            @Nullable JavaRDD<Object> endFence,
            @Nullable WriteListener listener,
            @Nullable String propertyBefore) {
        this.context = context;
        this.endFence = endFence;
        this.listener = listener;
        this.propertyBefore = propertyBefore;
    }

    /** Starts to listen for what this thread runs. If it cannot, it measures nothing. */
    public static ShuffleActuals listen(SparkSession session) {
        SparkContext context = session.sparkContext();
        String before = null;
        WriteListener listener = null;
        try {
            before = context.getLocalProperty(PROPERTY);
            JavaSparkContext java = new JavaSparkContext(context);
            JavaRDD<Object> startFence = java.emptyRDD();
            JavaRDD<Object> endFence = java.emptyRDD();
            String write = Long.toString(WRITES.incrementAndGet());
            listener = new WriteListener(PROPERTY, write, startFence.id(), endFence.id());
            context.addSparkListener(listener);
            tell(startFence);
            context.setLocalProperty(PROPERTY, write);
            return new ShuffleActuals(context, endFence, listener, before);
        } catch (Exception | LinkageError failed) {
            LOG.warn("The write is not measured: the guard could not listen to Spark", failed);
            return new ShuffleActuals(context, null, listener, before);
        }
    }

    /**
     * Whether what is measured of a write of these rows may include shuffles of their own: those of the joins, groupings and
     * the like that make them. So it is said too where the plan cannot be read. Plans; starts no job.
     */
    public static boolean mayInclude(Dataset<Row> frame) {
        try {
            return FrameShuffles.mayHappen(frame);
        } catch (Exception | LinkageError unplanned) {
            LOG.debug("The plan of the rows could not be read", unplanned);
            return true;
        }
    }

    /**
     * What the write did. Waits at most 10 seconds for Spark to tell of it; facts that it did not tell of in time are said
     * to be {@linkplain WriteActuals#complete() incomplete}. Empty if nothing could be measured.
     */
    public Optional<WriteActuals> take() {
        if (listener == null || endFence == null) {
            return Optional.empty();
        }
        try {
            tell(endFence);
            if (!listener.awaitEnd(MOST_SECONDS)) {
                listener.tally().incomplete();
            }
        } catch (InterruptedException interrupted) {
            listener.tally().incomplete();
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError failed) {
            listener.tally().incomplete();
            LOG.warn("The guard could not wait for Spark to tell of the whole write", failed);
        }
        return Optional.of(listener.tally().actuals());
    }

    @Override
    public void close() {
        try {
            context.setLocalProperty(PROPERTY, propertyBefore);
        } catch (Exception | LinkageError failed) {
            LOG.warn("The guard could not reset its local property {}", PROPERTY, failed);
        }
        try {
            if (listener != null) {
                context.removeSparkListener(listener);
            }
        } catch (Exception | LinkageError failed) {
            LOG.warn("The guard could not remove its listener from Spark", failed);
        }
    }

    /**
     * Sends an event through Spark's listener bus: what was posted before it is told before it. To forget an RDD that never
     * was kept is the one such event that a program can send without a job.
     */
    private static void tell(JavaRDD<Object> fence) {
        fence.unpersist(false);
    }
}
