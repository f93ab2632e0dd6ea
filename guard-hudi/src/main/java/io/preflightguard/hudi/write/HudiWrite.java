package io.preflightguard.hudi.write;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.sizing.ShuffleShape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a Hudi write mean for the rows: which columns are keys, and what is shuffled how. Options that are
 * not given are taken from the table, then from Hudi's defaults. Immutable.
 */
public final class HudiWrite {

    /** The option that names the record key's columns. */
    public static final String RECORD_KEY = "hoodie.datasource.write.recordkey.field";
    /** The option that names the partition path's columns. */
    public static final String PARTITION_PATH = "hoodie.datasource.write.partitionpath.field";
    /** The option that says how bulk_insert arranges rows. */
    public static final String SORT_MODE = "hoodie.bulkinsert.sort.mode";

    private static final String OPERATION = "hoodie.datasource.write.operation";
    private static final String KEY_GENERATOR = "hoodie.datasource.write.keygenerator.class";
    private static final String HIVE_STYLE = "hoodie.datasource.write.hive_style_partitioning";
    private static final String ROW_WRITER = "hoodie.datasource.write.row.writer.enable";

    /**
     * Bytes of the shuffles of records, as Kryo writes them, relative to one shuffle of the same rows as UnsafeRows.
     * Measured on 300,000 flights with Hudi 0.15.0 and 1.0.2, lz4: insert 0.82 and 0.84; upsert into a new table with
     * the default index, three shuffles, 3.49 and 3.59. The ends are a margin for other rows, not a statistic.
     */
    private static final Estimate INSERT_VOLUME = new Estimate(0.83, 0.4, 1.6, 0.5, Unit.RATIO);

    private static final Estimate UPSERT_VOLUME = new Estimate(3.5, 1.8, 7, 0.5, Unit.RATIO);

    private final Map<String, String> options;
    private final Map<String, String> table;

    /**
     * @param options the write's options
     * @param table the table's {@code hoodie.properties}, empty for a new table
     */
    public HudiWrite(Map<String, String> options, Map<String, String> table) {
        this.options = new TreeMap<>(options);
        this.table = new TreeMap<>(table);
    }

    /** The columns of the record key; empty if Hudi generates keys itself. */
    public List<String> recordKeys() {
        return names(option(RECORD_KEY, "hoodie.table.recordkey.fields"));
    }

    /** The columns of the partition path; empty if the table is not partitioned. */
    public List<String> partitionFields() {
        if (keyGenerator().contains("nonpartitioned")) {
            return List.of();
        }
        return typedPartitionFields().stream()
                .map(field -> field.replaceFirst(":\\w+$", ""))
                .toList();
    }

    /** As given: the custom key generator takes {@code origin:SIMPLE,ts:TIMESTAMP}. */
    private List<String> typedPartitionFields() {
        return names(option(PARTITION_PATH, "hoodie.table.partition.fields"));
    }

    /** Whether the partition path is made of its columns' values as they are, so that the guard can compute it. */
    public boolean hasPlainPath() {
        return !keyGenerator().contains("timestamp")
                && typedPartitionFields().stream()
                        .noneMatch(field -> field.contains(":") && !field.matches("(?i).*:simple"));
    }

    /** Whether folders are called {@code column=value}. */
    public boolean isHiveStyle() {
        return Boolean.parseBoolean(option(HIVE_STYLE, HIVE_STYLE));
    }

    /** Whether the write shuffles rows by their partition path. */
    public boolean shufflesByPath() {
        return isBulkInsert() && sortMode().startsWith("PARTITION_PATH_REPARTITION") && !hasOwnPartitioner();
    }

    /** Whether {@code SaveMode.Overwrite} deletes an existing table first, as Hudi does for most operations. */
    public boolean isReplacedByOverwrite() {
        return !operation().startsWith("insert_overwrite");
    }

    /** Whether the write shuffles rows by their record key, to find the latest of each. */
    public boolean shufflesByRecordKey() {
        boolean isInsert = isBulkInsert() || operation().equals("insert");
        return isInsert
                ? Boolean.parseBoolean(options.getOrDefault("hoodie.combine.before.insert", "false"))
                : Boolean.parseBoolean(options.getOrDefault("hoodie.combine.before.upsert", "true"));
    }

    /** The option that sets how many partitions the write's shuffles have. */
    public String parallelismOption() {
        return switch (operation()) {
            case "bulk_insert" -> "hoodie.bulkinsert.shuffle.parallelism";
            case "insert" -> "hoodie.insert.shuffle.parallelism";
            case "delete" -> "hoodie.delete.shuffle.parallelism";
            default -> "hoodie.upsert.shuffle.parallelism";
        };
    }

    /**
     * How many partitions the write's shuffles have.
     *
     * @param inputPartitions the partitions of the input, which Hudi takes over when the option is not set
     */
    public int parallelism(int inputPartitions) {
        String text = options.getOrDefault(parallelismOption(), "0").trim();
        int set = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        return Math.max(1, set > 0 ? set : inputPartitions);
    }

    /**
     * The write's shuffles, or null if it makes none. What each mode shuffles was read off Spark's task metrics on both
     * lines of Hudi.
     *
     * @param inputPartitions the partitions of the input
     */
    public @Nullable ShuffleShape shape(int inputPartitions) {
        int partitions = parallelism(inputPartitions);
        String name = operation() + (isBulkInsert() ? " with sort mode " + sortMode() : "");
        if (!isBulkInsert()) {
            return new ShuffleShape(
                    name,
                    operation().equals("insert") ? INSERT_VOLUME : UPSERT_VOLUME,
                    partitions,
                    parallelismOption(),
                    !operation().equals("insert"));
        }
        if (hasOwnPartitioner() || sortMode().equals("NONE") || sortMode().equals("PARTITION_SORT")) {
            return null;
        }
        Estimate volume = isRowWriter() ? Estimate.exact(1, Unit.RATIO) : INSERT_VOLUME;
        return new ShuffleShape(
                name, volume, partitions, parallelismOption(), !sortMode().equals("PARTITION_PATH_REPARTITION"));
    }

    private boolean isBulkInsert() {
        return operation().equals("bulk_insert");
    }

    private boolean isRowWriter() {
        return Boolean.parseBoolean(options.getOrDefault(ROW_WRITER, "true"));
    }

    private boolean hasOwnPartitioner() {
        return options.containsKey("hoodie.bulkinsert.user.defined.partitioner.class");
    }

    private String operation() {
        return options.getOrDefault(OPERATION, "upsert").trim().toLowerCase(Locale.ROOT);
    }

    private String sortMode() {
        return options.getOrDefault(SORT_MODE, "NONE").trim().toUpperCase(Locale.ROOT);
    }

    private String keyGenerator() {
        return option(KEY_GENERATOR, "hoodie.table.keygenerator.class").toLowerCase(Locale.ROOT);
    }

    private String option(String key, String tableKey) {
        String fromTable = table.getOrDefault(tableKey, "");
        return options.getOrDefault(key, fromTable);
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
