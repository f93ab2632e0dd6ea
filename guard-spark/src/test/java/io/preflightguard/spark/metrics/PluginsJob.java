package io.preflightguard.spark.metrics;

import io.preflightguard.Comparison;
import io.preflightguard.Comparison.Bound;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.PredictionReview;
import io.preflightguard.Unit;
import io.preflightguard.sizing.actuals.Quantity;
import io.preflightguard.sizing.actuals.WriteActuals;
import io.preflightguard.spark.sizing.ShuffleActuals;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** A session with both plugins, which cannot be set once a session is there: so in a JVM of its own. */
final class PluginsJob {

    private PluginsJob() {}

    /** Prints the gauges that Spark's metrics system shows, by way of JMX, after a shuffle and a measured write. */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", arguments[0])
                .config("spark.plugins", LocalDiskPlugin.class.getName() + "," + GuardMetricsPlugin.class.getName())
                .config("spark.metrics.conf.*.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink")
                .getOrCreate();
        spark.range(0, 100_000, 1, 2)
                .repartition(3)
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
        spark.range(0, 1_000, 1, 2).persist(StorageLevel.DISK_ONLY()).count();
        GuardMetrics.measured(new PredictionReview(
                "",
                List.of(new Comparison(
                        Quantity.SHUFFLE_BYTES.label(), Estimate.exact(7, Unit.BYTES), 9, Bound.EXACT, 0)),
                List.of(new Measurement(Quantity.TASKS.label(), Estimate.exact(5, Unit.COUNT))),
                List.of(),
                List.of()));
        gauges().forEach((name, value) -> System.out.println("GAUGE " + name + "=" + value));
        spark.stop();
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            System.out.println("STOPPED complete=" + listening.take().map(WriteActuals::complete));
        }
    }

    private static Map<String, Object> gauges() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Object> gauges = new TreeMap<>();
        for (ObjectName name : server.queryNames(new ObjectName("metrics:type=gauges,*"), null)) {
            String key = name.getKeyProperty("name").replace("\"", ""); // JMX quotes it
            int plugin = key.indexOf("plugin."); // behind application and executor, which a local executor lacks
            if (plugin >= 0) {
                gauges.put(key.substring(plugin), server.getAttribute(name, "Value"));
            }
        }
        return gauges;
    }
}
