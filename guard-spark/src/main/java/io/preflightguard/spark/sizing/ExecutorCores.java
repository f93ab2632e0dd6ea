package io.preflightguard.spark.sizing;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.status.ExecutorSummaryWrapper;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.kvstore.KVStoreIterator;

/**
 * How many cores one executor has, as Spark's own rules give them out. {@code spark.default.parallelism} says nothing of
 * it: it is what users set it to.
 */
final class ExecutorCores {

    /** Spark's {@code SparkMasterRegex}: threads, then how often a task may fail. */
    private static final Pattern LOCAL = Pattern.compile("local(\\[\\s*([0-9]+|\\*)\\s*(,\\s*[0-9]+\\s*)?])?");

    /** Spark's {@code SparkMasterRegex}: workers, the cores of each, the memory of each. */
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*[0-9]+\\s*,\\s*([0-9]+)\\s*,\\s*[0-9]+\\s*]");

    private ExecutorCores() {}

    /** Whether tasks run in the driver's own process. */
    static boolean isLocal(String master) {
        return LOCAL.matcher(master).matches();
    }

    /** The cores of the session's largest executor, or empty if none is there yet and nothing else says it. */
    static OptionalInt of(SparkContext context) {
        OptionalInt ruled =
                of(context.master(), context.getConf(), Runtime.getRuntime().availableProcessors());
        return ruled.isPresent() ? ruled : ofLargestPresent(context);
    }

    /**
     * The cores that the master and the configuration alone give an executor, or empty if they leave it open.
     *
     * @param machine the cores of this machine
     */
    static OptionalInt of(String master, SparkConf conf, int machine) {
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            String threads = local.group(2);
            return OptionalInt.of(threads == null ? 1 : threads.equals("*") ? machine : Integer.parseInt(threads));
        }
        if (conf.contains("spark.executor.cores")) {
            return OptionalInt.of(conf.getInt("spark.executor.cores", 1));
        }
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            return OptionalInt.of(Integer.parseInt(cluster.group(1)));
        }
        // Where it is not set, YARN and Kubernetes give one core, and a standalone worker all that it has.
        return master.startsWith("yarn") || master.startsWith("k8s") ? OptionalInt.of(1) : OptionalInt.empty();
    }

    /**
     * The cores of the largest executor that is there, or empty if none is. Memory is the same on every worker, so a task
     * has least of it where there are most cores.
     */
    static OptionalInt ofLargestPresent(SparkContext context) {
        int most = 0;
        try (KVStoreIterator<ExecutorSummaryWrapper> executors =
                context.statusStore().store().view(ExecutorSummaryWrapper.class).closeableIterator()) {
            while (executors.hasNext()) {
                ExecutorSummary executor = executors.next().info();
                most = executor.isActive() ? Math.max(most, executor.totalCores()) : most;
            }
        } catch (Exception unreadable) {
            throw new IllegalStateException("Spark's list of executors could not be read", unreadable);
        }
        return most == 0 ? OptionalInt.empty() : OptionalInt.of(most); // the driver of a cluster is in the list, with 0
    }
}
