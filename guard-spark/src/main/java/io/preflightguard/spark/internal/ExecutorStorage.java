package io.preflightguard.spark.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/**
 * What one executor's block manager may hold, and holds. In bytes, on and off the heap together: Spark tells them apart
 * only in its status store, which lags behind.
 *
 * @param address host and port
 * @param most what storage may take if no task needs memory
 * @param used what cached blocks hold
 */
public record ExecutorStorage(String address, long most, long used) {

    /** Every block manager that has registered, the driver's among them. */
    public static List<ExecutorStorage> of(SparkContext context) {
        List<ExecutorStorage> executors = new ArrayList<>();
        // By Scala's iterator: the converters to Java moved between the Scala lines.
        scala.collection.Iterator<? extends scala.Tuple2<String, ? extends scala.Tuple2<?, ?>>> entries =
                context.getExecutorMemoryStatus().iterator();
        while (entries.hasNext()) {
            scala.Tuple2<String, ? extends scala.Tuple2<?, ?>> entry = entries.next();
            long most = ((Number) entry._2()._1()).longValue();
            long left = ((Number) entry._2()._2()).longValue();
            executors.add(new ExecutorStorage(entry._1(), most, most - left));
        }
        return executors;
    }

    /** How many executors there are at most on one host, whose disk they share; at least 1. */
    public static int mostOnOneHost(SparkContext context) {
        String driver = SparkEnv.get().blockManager().blockManagerId().hostPort();
        Map<String, Integer> byHost = new HashMap<>();
        of(context).stream()
                .map(ExecutorStorage::address)
                .filter(address -> !address.equals(driver))
                .forEach(address -> byHost.merge(address.substring(0, address.lastIndexOf(':')), 1, Integer::sum));
        return byHost.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    }
}
