package io.preflightguard.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The session of the benchmarks that run whole jobs, and the folder they work in. */
public final class LocalSpark {

    private LocalSpark() {}

    /**
     * Two cores of this machine, whatever it has; Kryo, as Hudi demands.
     *
     * @param conf what is to be set besides
     */
    public static SparkSession start(Path work, Map<String, String> conf) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("preflight-guard-benchmarks")
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", work.resolve("local").toString())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        conf.forEach(builder::config);
        return builder.getOrCreate();
    }

    /** What a reader must know of where it ran. */
    public static Map<String, Object> setting(SparkSession spark, Arguments arguments, Map<String, String> conf) {
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("arguments", arguments.toString());
        setting.put("Spark", spark.version() + ", " + spark.sparkContext().master());
        setting.put("conf", new TreeMap<>(conf).toString());
        setting.put(
                "JVM",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", heap "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        setting.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        return setting;
    }

    /** Deletes a folder and all below it, if it is there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException stuck) {
            throw new UncheckedIOException(folder + " could not be deleted", stuck);
        }
    }
}
