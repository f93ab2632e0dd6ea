package io.preflightguard.spark.metrics;

import com.codahale.metrics.MetricRegistry;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.sizing.actuals.Quantity;
import java.util.concurrent.Callable;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of what the guard predicts, measures and finds, on the driver, in Spark's own metrics system. Set {@code
 * spark.plugins=io.preflightguard.spark.metrics.GuardMetricsPlugin} at launch. {@code predicted.ID} and {@code fact.ID} of
 * each {@link Quantity}, of the write measured last, -1 before; {@code findings.RULE} of each rule, since the driver
 * started. Nothing here throws, so no job breaks over it.
 */
public final class GuardMetricsPlugin implements SparkPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(GuardMetricsPlugin.class);

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public void registerMetrics(String unused, PluginContext context) {
                try {
                    register(context.metricRegistry());
                } catch (Exception | LinkageError failed) {
                    LOG.warn("This driver shows no gauges of the guard", failed);
                }
            }
        };
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }

    static void register(MetricRegistry registry) {
        for (Quantity quantity : Quantity.values()) {
            add(registry, "predicted." + quantity.id(), () -> GuardMetrics.predicted(quantity));
            add(registry, "fact." + quantity.id(), () -> GuardMetrics.fact(quantity));
        }
        for (Rule rule : RuleCatalog.all()) {
            add(registry, "findings." + rule.id(), () -> GuardMetrics.findings(rule));
        }
    }

    private static void add(MetricRegistry registry, String name, Callable<Long> reading) {
        registry.register(name, new SafeGauge(name, reading));
    }
}
