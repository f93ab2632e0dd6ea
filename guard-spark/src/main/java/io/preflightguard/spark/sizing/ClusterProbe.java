package io.preflightguard.spark.sizing;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Finds the machines that will run the job: what the user states, else what Spark's configuration says. */
public final class ClusterProbe {

    private static final String DEFAULT_MEMORY_FRACTION = "0.6";

    private static final String CORES_OPEN =
            "spark.executor.cores is not set, so a standalone worker gives all it has, and no executor is there yet";

    private ClusterProbe() {}

    /**
     * The fleet of a session.
     *
     * @param seenFreeDisk free bytes on the fullest local disk that a task has seen, if any has
     * @throws IllegalStateException if free disk is neither stated nor seen, or the cores of an executor are {@linkplain
     *     #knowsCores not known}
     */
    public static Fleet fleet(SparkSession session, GuardConfig config, OptionalLong seenFreeDisk) {
        SparkContext context = session.sparkContext();
        SparkConf conf = context.getConf();
        boolean local = ExecutorCores.isLocal(context.master());
        int cores = config.coresPerWorker().orElseGet(() -> ExecutorCores.of(context)
                .orElseThrow(() -> new IllegalStateException("the cores of an executor are not known: " + CORES_OPEN
                        + "; state them with spark.guard.fleet.cores-per-worker")));
        int workers = config.workers().orElseGet(() -> local ? 1 : executors(context, conf));
        long heap = config.memoryPerWorker()
                .orElseGet(() -> local
                        ? Runtime.getRuntime().maxMemory()
                        : conf.getSizeAsMb("spark.executor.memory", "1g") << 20);
        long disk = config.freeDiskPerWorker()
                .orElseGet(() -> seenFreeDisk.orElseThrow(() -> new IllegalStateException(
                        "free local disk could not be seen; state it with spark.guard.fleet.free-disk-per-worker")));
        double fraction = Double.parseDouble(conf.get("spark.memory.fraction", DEFAULT_MEMORY_FRACTION));
        return new Fleet(workers, cores, heap, fraction, disk, source(config, local));
    }

    /**
     * Whether it is known how many tasks share an executor's memory. It is not on a standalone cluster while
     * {@code spark.executor.cores} is not set and no executor has come: a guess would make that memory many times too
     * large.
     */
    public static boolean knowsCores(SparkSession session, GuardConfig config) {
        return config.coresPerWorker().isPresent()
                || ExecutorCores.of(session.sparkContext()).isPresent();
    }

    /**
     * Those that are there or were asked for. With dynamic allocation, more may come, but a disk that fills before they
     * do is full all the same.
     */
    private static int executors(SparkContext context, SparkConf conf) {
        int present = context.statusTracker().getExecutorInfos().length - 1; // the driver is among them
        int asked = conf.getBoolean("spark.dynamicAllocation.enabled", false)
                ? conf.getInt("spark.dynamicAllocation.initialExecutors", 0)
                : conf.getInt("spark.executor.instances", 0);
        return Math.max(1, Math.max(present, asked));
    }

    private static String source(GuardConfig config, boolean local) {
        List<String> stated = new ArrayList<>();
        config.workers().ifPresent(unused -> stated.add("workers"));
        config.coresPerWorker().ifPresent(unused -> stated.add("cores"));
        config.memoryPerWorker().ifPresent(unused -> stated.add("memory"));
        config.freeDiskPerWorker().ifPresent(unused -> stated.add("free disk"));
        String found = local ? "this machine, Spark in local mode" : "Spark's configuration";
        return stated.isEmpty() ? found : found + "; stated: " + String.join(", ", stated);
    }
}
