package io.preflightguard.spark.metrics;

import com.codahale.metrics.MetricRegistry;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of the local disk of every executor, in Spark's own metrics system. Set {@code
 * spark.plugins=io.preflightguard.spark.metrics.LocalDiskPlugin} at launch. For each local directory, {@code N} counting
 * from 0: {@code local-dir.N.free-bytes} and {@code local-dir.N.used-bytes} of the disk it lies on; over all of them:
 * {@code shuffle-bytes}, {@code temp-shuffle-bytes}, {@code spill-bytes} and {@code cached-bytes} of this executor's own
 * files. A gauge that cannot be read shows -1. Nothing here throws, so no job breaks over it.
 */
public final class LocalDiskPlugin implements SparkPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDiskPlugin.class);

    @Override
    public @Nullable DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> unused) {
                try {
                    register(context.metricRegistry(), localDirs());
                } catch (Exception | LinkageError failed) {
                    LOG.warn("This executor shows no gauges of its local disk", failed);
                }
            }
        };
    }

    /** The folders {@code blockmgr-...} of this process, one in each of Spark's local directories. */
    private static List<File> localDirs() {
        return List.of(SparkEnv.get().blockManager().diskBlockManager().localDirs());
    }

    static void register(MetricRegistry registry, List<File> folders) {
        for (int dir = 0; dir < folders.size(); dir++) {
            File folder = folders.get(dir);
            add(registry, "local-dir." + dir + ".free-bytes", () -> disk(folder).getUsableSpace());
            add(
                    registry,
                    "local-dir." + dir + ".used-bytes",
                    () -> disk(folder).getTotalSpace() - folder.getFreeSpace());
        }
        BlockFiles files = new BlockFiles(folders, System::nanoTime);
        for (BlockFile kind : BlockFile.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-bytes";
            add(registry, name, () -> files.bytes(kind));
        }
    }

    /** A folder that is gone has zero bytes of everything, as Java sees it: that would be a full disk. */
    private static File disk(File folder) throws IOException {
        if (folder.getTotalSpace() == 0) {
            throw new IOException("The local directory " + folder + " is gone");
        }
        return folder;
    }

    private static void add(MetricRegistry registry, String name, Callable<Long> reading) {
        registry.register(name, new SafeGauge(name, reading));
    }
}
