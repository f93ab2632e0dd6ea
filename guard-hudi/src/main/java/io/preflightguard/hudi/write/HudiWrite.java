package io.preflightguard.hudi.write;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.sizing.ShuffleShape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final String PARTITIONER = "hoodie.bulkinsert.user.defined.partitioner.class";

    /** The guard's own; by its name, as this room does without Hudi's classes. */
    private static final String SKEW_AWARE = "io.preflightguard.hudi.bulkinsert.SkewAwareBulkInsertPartitioner";

    private static final String OPERATION = "hoodie.datasource.write.operation";
    private static final String KEY_GENERATOR = "hoodie.datasource.write.keygenerator.class";
    private static final String KEY_GENERATOR_TYPE = "hoodie.datasource.write.keygenerator.type";
    private static final String HIVE_STYLE = "hoodie.datasource.write.hive_style_partitioning";
    private static final String ROW_WRITER = "hoodie.datasource.write.row.writer.enable";
    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    /** Key generators, by class or type, whose path is made of the columns' values as they are. */
    private static final Pattern PLAIN_KEY_GENERATOR =
            Pattern.compile("|(.*\\.)?(simple|complex|custom|nonpartitioned)(avro)?keygenerator"
                    + "|(simple|complex|custom|non_partition)(_avro)?");

    private static final Estimate ONE = Estimate.exact(1, Unit.RATIO);

    /** Of what shuffles records a shuffle of rows tells little; {@link RecordOptions} knows the shuffles. */
    private static final Estimate MODELLED = new Estimate(1, 1, 1, 0.5, Unit.RATIO);

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
        if (keyGenerator().contains("nonpartitioned") || keyGenerator().contains("non_partition")) {
            return List.of();
        }
        return typedPartitionFields().stream()
                .map(field -> field.replaceFirst(":\\w+$", ""))
                .toList();
    }

    /** Whether the partition path is made of its columns' values as they are, so that the guard can compute it. */
    public boolean hasPlainPath() {
        return PLAIN_KEY_GENERATOR.matcher(keyGenerator()).matches()
                && typedPartitionFields().stream()
                        .noneMatch(field -> field.contains(":") && !field.matches("(?i).*:simple"));
    }

    /** The table's {@code hoodie.properties}; empty for a new table. */
    public Map<String, String> tableProperties() {
        return Map.copyOf(table);
    }

    /**
     * Whether the complex key generator makes a key of one field. Without a key generator Hudi takes the complex one as
     * soon as key or path has two fields.
     */
    public boolean hasComplexKeyOfOneField() {
        boolean isComplex = keyGenerator().isEmpty()
                ? typedPartitionFields().size() > 1
                : keyGenerator().contains("complex");
        return isComplex && recordKeys().size() == 1;
    }

    /** Whether folders are called {@code column=value}. */
    public boolean isHiveStyle() {
        return Boolean.parseBoolean(option(HIVE_STYLE, HIVE_STYLE));
    }

    /** Whether the write only deletes, so that rows need no more than their keys. */
    public boolean isDelete() {
        return operation().startsWith("delete");
    }

    /** Whether the write deletes whole partitions, so that not even keys matter. */
    public boolean isDeleteOfPartitions() {
        return operation().equals("delete_partition");
    }

    /** Whether {@code SaveMode.Overwrite} deletes an existing table first, as Hudi does but for one operation. */
    public boolean isReplacedByOverwrite() {
        return !operation().equals("insert_overwrite_table");
    }

    /** Whether the write replaces what is in the partitions it touches, or the whole table, without reading it. */
    public boolean isOverwrite() {
        return operation().startsWith("insert_overwrite");
    }

    /** Whether the write is a bulk_insert. */
    public boolean isBulkInsert() {
        return operation().equals("bulk_insert");
    }

    /** The sort mode for rows that already lie where they should: as they come, or sorted there if they were to be. */
    public String sortModeForArrangedRows() {
        return arrangement().endsWith("_AND_SORT") ? "PARTITION_SORT" : "NONE";
    }

    /** Whether the write shuffles rows by their partition path. */
    public boolean shufflesByPath() {
        return isBulkInsert()
                && unknown() == null
                && !partitionFields().isEmpty()
                && arrangement().startsWith("PARTITION_PATH_REPARTITION");
    }

    /** Whether the write sorts all rows over all tasks. */
    public boolean sortsOverAll() {
        return isBulkInsert() && arrangement().equals("GLOBAL_SORT");
    }

    /** What sets how many partitions the write's shuffles have. */
    public String parallelismOption() {
        if (isBulkInsert()) {
            // By rows, GLOBAL_SORT sorts with Spark's own number of partitions and coalesces after it.
            return sortsOverAll() && isRowWriter() ? SHUFFLE_PARTITIONS : "hoodie.bulkinsert.shuffle.parallelism";
        }
        if (isInsert()) {
            return "hoodie.insert.shuffle.parallelism";
        }
        return isDelete() ? "hoodie.delete.shuffle.parallelism" : "hoodie.upsert.shuffle.parallelism";
    }

    /** Whether Spark, and not Avro, writes the files: a bulk_insert by rows. */
    public boolean writesRowsAsSparkDoes() {
        return isBulkInsert() && isRowWriter();
    }

    /**
     * Whether such files have Parquet's legacy form, which Hudi turns on by itself for small decimals.
     *
     * @param smallDecimals whether a column is a decimal of at most 18 digits
     */
    public boolean writesLegacyParquet(boolean smallDecimals) {
        String stated = options.get("hoodie.parquet.writelegacyformat.enabled");
        return stated == null ? smallDecimals : Boolean.parseBoolean(stated.trim());
    }

    /** Whether the write sets this option to true. */
    public boolean isOn(String option) {
        return Boolean.parseBoolean(options.getOrDefault(option, "false").trim());
    }

    /** The table services that run within the write and shuffle besides; empty if none does. */
    public List<String> inlineServices() {
        return InlineServices.of(options, table);
    }

    /** How many partitions the options ask for, or 0 if they leave it to Hudi or Spark. */
    public int statedParallelism() {
        String text = options.getOrDefault(parallelismOption(), "0").trim();
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Why the guard does not know what this write shuffles, or null if it does. */
    public @Nullable String unknown() {
        if (!isBulkInsert()) {
            return isDelete()
                    ? "deletes look records up by an index that the guard does not model"
                    : new RecordOptions(options, table).unknown();
        }
        if (options.containsKey(PARTITIONER) && !isSkewAware()) {
            return "the write brings a partitioner of its own";
        }
        if (options.getOrDefault("hoodie.index.type", "").equalsIgnoreCase("BUCKET")) {
            return "a bucket index arranges bulk_insert in its own way";
        }
        if (Boolean.parseBoolean(options.getOrDefault("hoodie.combine.before.insert", "false"))) {
            return "hoodie.combine.before.insert shuffles by record key first";
        }
        if (new UpsertOptions(options, table).hasRecordIndex()) {
            return "the record index shuffles an entry of every row besides";
        }
        return writesRowsAsSparkDoes() ? null : new RecordOptions(options, table).unknown();
    }

    /**
     * The write's shuffles, or null if it makes none, with a volume of one shuffle of all rows, which for a write of
     * records stands only until those are weighed ({@link RecordOptions#shuffles}). What each mode shuffles was read off
     * Spark's task metrics on both lines of Hudi. Only meaningful if {@link #unknown()} is null.
     *
     * @param partitions how many partitions the shuffles have
     */
    public @Nullable ShuffleShape shape(int partitions) {
        String name = operation() + (isBulkInsert() ? " with sort mode " + arrangement() : "");
        if (!isBulkInsert()) {
            return shufflesToFileGroupsOnly()
                    ? new ShuffleShape(name, MODELLED, partitions, ShuffleShape.NO_SETTING, false)
                    : new ShuffleShape(name, MODELLED, partitions, parallelismOption(), true);
        }
        if (arrangement().equals("PARTITION_SORT")) {
            // Sorts where the rows are: nothing is shuffled, but a sort that does not fit spills; records are held as
            // objects.
            Estimate nothing = isRowWriter() ? Estimate.exact(0, Unit.RATIO) : new Estimate(0, 0, 0, 0.5, Unit.RATIO);
            return new ShuffleShape(name, nothing, partitions, parallelismOption(), true);
        }
        boolean byPath = arrangement().startsWith("PARTITION_PATH_REPARTITION");
        if (arrangement().equals("NONE") || (byPath && partitionFields().isEmpty())) {
            return null;
        }
        return new ShuffleShape(
                name,
                isRowWriter() ? ONE : MODELLED,
                partitions,
                parallelismOption(),
                !arrangement().equals("PARTITION_PATH_REPARTITION"));
    }

    /**
     * Whether Hudi persists the rows while it writes them, and some to disk: inserts and upserts do
     * ({@code BaseSparkCommitActionExecutor.execute}), as {@code MEMORY_AND_DISK_SER} unless the option says otherwise.
     */
    public boolean persistsRows() {
        return !isBulkInsert()
                && options.getOrDefault("hoodie.write.tagged.record.storage.level", "MEMORY_AND_DISK_SER")
                        .toUpperCase(Locale.ROOT)
                        .contains("DISK");
    }

    /**
     * Whether its only shuffle brings each record to the task of its file group, of which there are as many as the rows
     * fill, whatever parallelism is set ({@code UpsertPartitioner.numPartitions}): an insert that does not combine.
     */
    public boolean shufflesToFileGroupsOnly() {
        return isInsert() && !new UpsertOptions(options, table).combines();
    }

    private boolean isInsert() {
        return operation().startsWith("insert")
                || Boolean.parseBoolean(
                        options.getOrDefault("hoodie.datasource.write.insert.drop.duplicates", "false"));
    }

    private boolean isRowWriter() {
        return Boolean.parseBoolean(options.getOrDefault(ROW_WRITER, "true"));
    }

    /** As given: the custom key generator takes {@code origin:SIMPLE,ts:TIMESTAMP}. */
    private List<String> typedPartitionFields() {
        return names(option(PARTITION_PATH, "hoodie.table.partition.fields"));
    }

    /**
     * The operation in lower case, such as {@code upsert}. Without one Hudi upserts, or bulk-inserts if there is no key to
     * find a row by.
     */
    public String operation() {
        String unset = recordKeys().isEmpty() ? "bulk_insert" : "upsert";
        return options.getOrDefault(OPERATION, unset).trim().toLowerCase(Locale.ROOT);
    }

    /** Whether the guard's own partitioner arranges the rows. */
    public boolean isSkewAware() {
        return options.getOrDefault(PARTITIONER, "").trim().equals(SKEW_AWARE);
    }

    /**
     * The sort mode, or {@code SKEW_AWARE} for the guard's partitioner: one shuffle of all rows, then a sort. Hudi asks a
     * partitioner that is named before it looks at the sort mode.
     */
    private String arrangement() {
        return isSkewAware()
                ? "SKEW_AWARE"
                : options.getOrDefault(SORT_MODE, "NONE").trim().toUpperCase(Locale.ROOT);
    }

    /**
     * The class or type of the key generator in lower case; empty if none is stated. Measured: a type in the options counts
     * only where the table states neither.
     */
    public String keyGenerator() {
        return Stream.of(
                        options.getOrDefault(KEY_GENERATOR, ""),
                        table.getOrDefault("hoodie.table.keygenerator.class", ""),
                        table.getOrDefault("hoodie.table.keygenerator.type", ""),
                        options.getOrDefault(KEY_GENERATOR_TYPE, ""))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
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
