package io.preflightguard.spark.sizing;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.fleet.WorkerType;
import io.preflightguard.sizing.ExecutorMemory;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.spark.internal.ExecutorStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds the machines that will run the job. Each number is taken from the first of these that has it: the user's
 * {@code spark.guard.fleet.*}; the stated worker type, if Spark runs in local mode, where this machine is not the one to
 * judge for; what Spark's executors show; Spark's configuration; the worker type.
 */
public final class ClusterProbe {

    private static final double DEFAULT_MEMORY_FRACTION = 0.6;
    private static final double DEFAULT_STORAGE_FRACTION = 0.5;

    private static final String CORES_OPEN =
            "spark.executor.cores is not set, so a standalone worker gives all it has, and no executor is there yet";

    private final SparkContext context;
    private final SparkConf conf;
    private final GuardConfig config;
    private final boolean local;
    private final @Nullable WorkerType stated;

    private ClusterProbe(SparkSession session, GuardConfig config) {
        this.context = session.sparkContext();
        this.conf = context.getConf();
        this.config = config;
        this.local = ExecutorCores.isLocal(context.master());
        this.stated = config.workerType().orElse(null);
    }

    /**
     * The fleet of a session.
     *
     * @param seenFreeDisk free bytes on the fullest local disk that a task has seen, if any has
     * @throws IllegalStateException if free disk is neither stated nor seen, or the cores of an executor are {@linkplain
     *     #knowsCores not known}
     */
    public static Fleet fleet(SparkSession session, GuardConfig config, OptionalLong seenFreeDisk) {
        return new ClusterProbe(session, config).fleet(seenFreeDisk);
    }

    /**
     * Whether it is known how many tasks share an executor's memory. It is not on a standalone cluster while
     * {@code spark.executor.cores} is not set and no executor has come: a guess would make that memory many times too
     * large.
     */
    public static boolean knowsCores(SparkSession session, GuardConfig config) {
        return new ClusterProbe(session, config).knownCores().isPresent();
    }

    /** Whether Spark runs in local mode, to judge for a worker type that is stated. */
    public static boolean isElsewhere(SparkSession session, GuardConfig config) {
        return new ClusterProbe(session, config).isElsewhere();
    }

    private Fleet fleet(OptionalLong seenFreeDisk) {
        int cores = knownCores()
                .orElseThrow(() -> new IllegalStateException("the cores of an executor are not known: " + CORES_OPEN
                        + "; state them with spark.guard.fleet.cores-per-worker"));
        int workers = config.workers().orElseGet(() -> local ? 1 : executors());
        List<String> tells = new ArrayList<>();
        long disk = disk(seenFreeDisk, cores, tells);
        boolean mayGrow = config.workers().isEmpty() && !local && isAllocatedDynamically();
        if (mayGrow) {
            tells.add("more may come, by spark.dynamicAllocation.enabled");
        }
        return new Fleet(workers, cores, memory(), disk, source(tells), mayGrow);
    }

    private Optional<Integer> knownCores() {
        if (config.coresPerWorker().isPresent()) {
            return config.coresPerWorker();
        }
        Optional<Integer> ofType = Optional.ofNullable(stated).map(WorkerType::vcpu);
        if (local && ofType.isPresent()) {
            return ofType;
        }
        var found = ExecutorCores.of(context);
        return found.isPresent() ? Optional.of(found.getAsInt()) : ofType;
    }

    private ExecutorMemory memory() {
        double fraction = conf.getDouble("spark.memory.fraction", DEFAULT_MEMORY_FRACTION);
        double storage = conf.getDouble("spark.memory.storageFraction", DEFAULT_STORAGE_FRACTION);
        long offHeap = conf.getBoolean("spark.memory.offHeap.enabled", false)
                ? conf.getSizeAsBytes("spark.memory.offHeap.size", "0")
                : 0;
        long page = conf.getSizeAsBytes("spark.buffer.pageSize", "0");
        if (config.memoryPerWorker().isPresent() || isElsewhere()) {
            // Another machine than those that are here, so what is cached here says nothing of it.
            long heap = config.memoryPerWorker()
                    .or(() -> Optional.ofNullable(stated).map(WorkerType::heap))
                    .orElseThrow();
            return new ExecutorMemory(heap, fraction, storage, offHeap, 0, 0, page);
        }
        long configured =
                local ? Runtime.getRuntime().maxMemory() : conf.getSizeAsMb("spark.executor.memory", "1g") << 20;
        return StorageSeen.of(context, local)
                .memory(new ExecutorMemory(configured, fraction, storage, offHeap, 0, 0, page));
    }

    private long disk(OptionalLong seenFreeDisk, int cores, List<String> tells) {
        if (config.freeDiskPerWorker().isPresent()) {
            return config.freeDiskPerWorker().get();
        }
        if (isElsewhere() && stated != null) {
            return stated.freeDisk();
        }
        OptionalLong seen = seenFreeDisk.isEmpty() && local ? LocalDirs.usableBytes() : seenFreeDisk;
        if (seen.isPresent()) {
            int sharing = local ? 1 : ExecutorStorage.mostOnOneHost(context);
            if (sharing > 1) {
                tells.add("free disk shared by " + sharing + " executors of a host");
            }
            return seen.getAsLong() / sharing;
        }
        Optional<WorkerType> type =
                Optional.ofNullable(stated).or(() -> isGlue() ? WorkerType.withDiskOf(cores) : Optional.empty());
        type.ifPresent(like -> tells.add("free disk as of " + like.name()));
        return type.orElseThrow(() -> new IllegalStateException("free local disk could not be seen; state it with"
                        + " spark.guard.fleet.free-disk-per-worker or spark.guard.fleet.worker-type"))
                .freeDisk();
    }

    /** Whether the fleet to judge for is another than this machine. */
    private boolean isElsewhere() {
        return local && stated != null;
    }

    /** Glue sets these for every job; the worker type is not among them. */
    private boolean isGlue() {
        return conf.contains("spark.glue.GLUE_VERSION") || conf.contains("spark.glue.JOB_RUN_ID");
    }

    /**
     * Those that are there or were asked for. With dynamic allocation, more may come, but a disk that fills before they
     * do is full all the same.
     */
    private int executors() {
        int present = context.statusTracker().getExecutorInfos().length - 1; // the driver is among them
        int asked = isAllocatedDynamically()
                ? Math.max(
                        conf.getInt("spark.dynamicAllocation.initialExecutors", 0),
                        conf.getInt("spark.dynamicAllocation.minExecutors", 0))
                : conf.getInt("spark.executor.instances", 0);
        return Math.max(1, Math.max(present, asked));
    }

    private boolean isAllocatedDynamically() {
        return conf.getBoolean("spark.dynamicAllocation.enabled", false);
    }

    private String source(List<String> tells) {
        List<String> told = new ArrayList<>();
        if (stated != null) {
            told.add("worker type " + stated.name());
        }
        config.workers().ifPresent(unused -> told.add("workers"));
        config.coresPerWorker().ifPresent(unused -> told.add("cores"));
        config.memoryPerWorker().ifPresent(unused -> told.add("memory"));
        config.freeDiskPerWorker().ifPresent(unused -> told.add("free disk"));
        String found = local ? "this machine, Spark in local mode" : "Spark's configuration";
        String base = told.isEmpty() ? found : found + "; stated: " + String.join(", ", told);
        return tells.isEmpty() ? base : base + "; " + String.join(", ", tells);
    }
}
