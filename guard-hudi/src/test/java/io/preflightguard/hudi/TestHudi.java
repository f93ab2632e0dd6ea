package io.preflightguard.hudi;

import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** One session for all tests of the module, and what they need of tables. */
public final class TestHudi {

    /** By default each of these starts a hundred tasks or more, for a handful of rows. */
    private static final List<String> FEW_TASKS = List.of(
            "hoodie.simple.index.parallelism",
            "hoodie.global.simple.index.parallelism",
            "hoodie.bloom.index.parallelism",
            "hoodie.delete.shuffle.parallelism",
            "hoodie.finalize.write.parallelism",
            "hoodie.markers.delete.parallelism",
            "hoodie.rollback.parallelism",
            "hoodie.cleaner.parallelism",
            "hoodie.archive.delete.parallelism");

    private TestHudi() {}

    public static SparkSession session() {
        return SparkSession.builder()
                .appName("guard-hudi-tests")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .getOrCreate();
    }

    /** Options of a small, quick table with key {@code id} and path {@code p}. */
    public static Map<String, String> options(String operation) {
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.table.name", "orders");
        options.put("hoodie.datasource.write.operation", operation);
        options.put("hoodie.datasource.write.recordkey.field", "id");
        options.put("hoodie.datasource.write.partitionpath.field", "p");
        options.put("hoodie.datasource.write.precombine.field", "ts");
        options.put("hoodie.metadata.enable", "false");
        options.put("hoodie.embed.timeline.server", "false");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "2");
        options.put("hoodie.upsert.shuffle.parallelism", "2");
        options.put("hoodie.insert.shuffle.parallelism", "2");
        FEW_TASKS.forEach(option -> options.put(option, "2"));
        return options;
    }

    /** A thousand orders: {@code id, p, ts, amount, item<name, price>}. */
    public static Dataset<Row> orders() {
        return session()
                .range(0, 1000, 1, 4)
                .selectExpr(
                        "cast(id as string) as id",
                        "concat('p', id % 4) as p",
                        "id as ts",
                        "cast(id * 1.5 as decimal(10,2)) as amount",
                        "named_struct('name', concat('n', id), 'price', cast(id as int)) as item");
    }

    /** 100,000 rows, nine tenths of them in one path. */
    static Dataset<Row> skewed() {
        return session()
                .range(0, 100_000, 1, 8)
                .selectExpr(
                        "cast(id as string) as id",
                        "if(id % 10 > 0, 'hot', concat('p', id % 70)) as p",
                        "id as ts",
                        "repeat('x', 50) as text");
    }

    /** The outcome of the first check whose name starts so. */
    static Outcome outcome(PreflightReport report, String check) {
        return report.results().stream()
                .filter(result -> result.check().startsWith(check))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /** A table of its own at this path, filled with {@link #orders()} by a bulk_insert. */
    public static void create(Path table) {
        TableTemplates.copy("orders", table, template -> orders().write()
                .format("hudi")
                .options(options("bulk_insert"))
                .mode(SaveMode.Append)
                .save(template.toString()));
    }

    public static long count(Path table) {
        return session().read().format("hudi").load(table.toString()).count();
    }

    /** Every file below a folder with a digest of its bytes. */
    public static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        if (!Files.exists(folder)) {
            return contents;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                contents.put(folder.relativize(file).toString(), new BigInteger(1, digest).toString(16));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
        return contents;
    }
}
