package io.preflightguard.hudi.table;

import io.preflightguard.hudi.TableTemplates;
import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Really written tables, and their files as they lie on disk. */
final class Tables {

    static final ListingLimits LIMITS = ListingLimits.within(Duration.ofMinutes(2));

    private Tables() {}

    /** {@link TestHudi#create}, and an upsert of some rows of {@code p1}. */
    static void createUpserted(Path table) {
        TableTemplates.copy("upserted", table, template -> {
            TestHudi.create(template);
            write(TestHudi.orders().where("p = 'p1' and ts < 100"), options("upsert", Map.of()), template);
        });
    }

    /** A merge-on-read table without log files. */
    static void createMergeOnRead(Path table) {
        TableTemplates.copy(
                "mergeOnRead", table, template -> write(TestHudi.orders(), mergeOnRead("bulk_insert"), template));
    }

    /** A merge-on-read table with log files in {@code p1}. */
    static void createWithLogs(Path table) {
        TableTemplates.copy("withLogs", table, template -> {
            createMergeOnRead(template);
            write(TestHudi.orders().where("p = 'p1'"), mergeOnRead("upsert"), template);
        });
    }

    /** A merge-on-read table with log files in {@code p1} and a plan to compact them. */
    static void createWithPlannedCompaction(Path table) {
        TableTemplates.copy("plannedCompaction", table, template -> {
            createMergeOnRead(template);
            write(TestHudi.orders().where("p = 'p1'"), planningCompaction(), template);
        });
    }

    /** {@link TestHudi#create}, with Hudi's metadata table. */
    static void createWithMetadata(Path table) {
        TableTemplates.copy(
                "withMetadata",
                table,
                template -> write(
                        TestHudi.orders(), options("bulk_insert", Map.of("hoodie.metadata.enable", "true")), template));
    }

    /** Hudi's own default compacts now and then, and whatever is planned, as part of a write. */
    static Map<String, String> mergeOnRead(String operation) {
        return options(
                operation,
                Map.of("hoodie.datasource.write.table.type", "MERGE_ON_READ", "hoodie.compact.inline", "false"));
    }

    /** An upsert that plans a compaction and leaves it to others. */
    static Map<String, String> planningCompaction() {
        Map<String, String> options = mergeOnRead("upsert");
        options.put("hoodie.compact.schedule.inline", "true");
        options.put("hoodie.compact.inline.max.delta.commits", "1");
        return options;
    }

    static Map<String, String> options(String operation, Map<String, String> further) {
        Map<String, String> options = new HashMap<>(TestHudi.options(operation));
        options.putAll(further);
        return options;
    }

    static void write(Dataset<Row> rows, Map<String, String> options, Path table) {
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
    }

    /** The greatest {@code ts} that a reader gets. */
    static long newest(Path table) {
        return TestHudi.session()
                .read()
                .format("hudi")
                .load(table.toString())
                .selectExpr("max(ts)")
                .head()
                .getLong(0);
    }

    static Configuration hadoop() {
        return new Configuration(TestHudi.session().sparkContext().hadoopConfiguration());
    }

    static FileSystem fileSystem() throws IOException {
        return FileSystem.getLocal(hadoop());
    }

    static TableState look(Path table) throws IOException {
        return HudiTable.look(table.toString(), hadoop());
    }

    static TableState.Present open(Path table) throws IOException {
        return (TableState.Present) look(table);
    }

    /** Base and log files below a folder, Hudi's own books left out, by path. */
    static List<Path> dataFiles(Path folder) {
        return files(folder, file -> !file.toString().contains("/.hoodie") && !isChecksum(file));
    }

    /** Files of the timeline, by path. */
    static List<Path> timelineFiles(Path table, String ending) {
        return files(
                table.resolve(".hoodie"),
                file -> file.toString().endsWith(ending)
                        && !file.toString().contains("/metadata/")
                        && !isChecksum(file));
    }

    private static boolean isChecksum(Path file) {
        return file.toString().endsWith(".crc");
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Overwrites a file, and what Hadoop's local file system would notice it by. */
    static void overwrite(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }

    static void delete(Path file) throws IOException {
        Files.delete(file);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
