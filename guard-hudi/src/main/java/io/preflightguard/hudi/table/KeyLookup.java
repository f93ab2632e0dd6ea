package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Finds the file groups that have record keys, by the key filters in the footers of base files: what Hudi's Bloom index
 * does, on a few keys. With Hudi's defaults a filter is wrong about one key in a thousand million. Reads no rows and
 * changes nothing.
 */
public final class KeyLookup {

    /** One footer each, about 430 KiB with Hudi's defaults. */
    private static final int MOST_FILES = 2_000;

    private static final int TASKS_PER_SLOT = 4;

    private KeyLookup() {}

    /**
     * Looks keys up in one Spark job.
     *
     * @param table the table's base path
     * @param slices the latest slices to look into; those without a base file hold no key that an index finds
     * @param keys record keys by partition path
     * @param everywhere whether a key is looked up in every path, and not only in its own
     * @return for each key, by path and then by key, the slice that has it; a key that none has is left out
     * @throws UnknownKeysException if a file has no filter, or there are too many files
     * @throws IOException if a footer cannot be read
     */
    public static Map<String, Map<String, FileSliceState>> fileGroups(
            SparkSession spark,
            String table,
            List<FileSliceState> slices,
            Map<String, List<String>> keys,
            boolean everywhere)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        List<FileSliceState> having = new ArrayList<>();
        List<KeyFilters.File> files = files(table, slices, keys, everywhere, hadoop, having);
        if (files.size() > MOST_FILES) {
            throw new UnknownKeysException(
                    "there are " + files.size() + " base files where these keys may be, more than the " + MOST_FILES
                            + " whose footers are read before a write");
        }
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<String, String[]> asked = new HashMap<>();
        keys.forEach((path, list) -> asked.put(path, list.toArray(String[]::new)));
        KeyFilters filters = new KeyFilters(new SerializableConfiguration(hadoop), files, asked, everywhere);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Integer> indexes = new ArrayList<>(); // not one of the JDK's immutable lists, which are closed to Kryo
        for (int file = 0; file < files.size(); file++) {
            indexes.add(file);
        }
        List<String> found = context.parallelize(
                        indexes, Math.min(files.size(), context.defaultParallelism() * TASKS_PER_SLOT))
                .flatMap(filters)
                .collect();
        return collected(found, files, having, asked);
    }

    private static Map<String, Map<String, FileSliceState>> collected(
            List<String> found, List<KeyFilters.File> files, List<FileSliceState> slices, Map<String, String[]> asked)
            throws IOException {
        Map<String, Map<String, FileSliceState>> groups = new TreeMap<>();
        for (String line : found) {
            KeyFilters.Hit hit = KeyFilters.Hit.parse(line);
            KeyFilters.File file = files.get(hit.file());
            if (hit.index() < 0) {
                throw new UnknownKeysException("base file " + new Path(file.path()).getName()
                        + " has no key filter in its footer, so the keys in it are not known");
            }
            String[] inPath = asked.get(hit.path());
            if (inPath != null) {
                groups.computeIfAbsent(hit.path(), unused -> new HashMap<>())
                        .putIfAbsent(inPath[hit.index()], slices.get(hit.file()));
            }
        }
        return groups;
    }

    private static List<KeyFilters.File> files(
            String table,
            List<FileSliceState> slices,
            Map<String, List<String>> keys,
            boolean everywhere,
            Configuration hadoop,
            List<FileSliceState> having)
            throws IOException {
        Map<String, FileStatus[]> listings = new TreeMap<>();
        List<KeyFilters.File> files = new ArrayList<>();
        for (FileSliceState slice : slices) {
            if (slice.baseBytes() > 0 && (everywhere || keys.containsKey(slice.partitionPath()))) {
                FileStatus[] listing = listings.get(slice.partitionPath());
                if (listing == null) {
                    Path folder =
                            slice.partitionPath().isEmpty() ? new Path(table) : new Path(table, slice.partitionPath());
                    listing = folder.getFileSystem(hadoop).listStatus(folder);
                    listings.put(slice.partitionPath(), listing);
                }
                String name = base(listing, slice)
                        .orElseThrow(() -> new UnknownKeysException(
                                "the base file of file group " + slice.fileId() + " is not where the timeline says"));
                files.add(new KeyFilters.File(name, slice.partitionPath()));
                having.add(slice);
            }
        }
        return files;
    }

    private static Optional<String> base(FileStatus[] listing, FileSliceState slice) {
        for (FileStatus file : listing) {
            String name = file.getPath().getName();
            if (name.startsWith(slice.fileId() + "_") && name.endsWith("_" + slice.baseInstant() + ".parquet")) {
                return Optional.of(file.getPath().toString());
            }
        }
        return Optional.empty();
    }
}
