package io.preflightguard.hudi.write;

import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.upsert.HudiLine;
import io.preflightguard.upsert.UpsertSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a write mean for the records it makes of its rows; what is not given is taken from the table, then
 * from Hudi's defaults. Immutable.
 */
public final class RecordOptions {

    private static final String PAYLOAD = "hoodie.datasource.write.payload.class";
    private static final String TABLE_PAYLOAD = "hoodie.compaction.payload.class";
    private static final String OVERWRITE = "org.apache.hudi.common.model.OverwriteWithLatestAvroPayload";
    private static final String BY_ORDER = "org.apache.hudi.common.model.DefaultHoodieRecordPayload";

    /** The ordering field of an upsert before Hudi 1.0 where none is stated. */
    private static final String ORDERING_BEFORE_ONE = "ts";

    /** Indexes that join all records with what is stored. */
    private static final Set<String> JOINING = Set.of("SIMPLE", "GLOBAL_SIMPLE", "BLOOM", "GLOBAL_BLOOM");

    private final HudiWrite write;
    private final UpsertOptions upserts;
    private final Map<String, String> options;
    private final Map<String, String> table;

    /**
     * @param options the write's options
     * @param table the table's {@code hoodie.properties}, empty for a new table
     */
    public RecordOptions(Map<String, String> options, Map<String, String> table) {
        this.write = new HudiWrite(options, table);
        this.upserts = new UpsertOptions(options, table);
        this.options = new TreeMap<>(options);
        this.table = new TreeMap<>(table);
    }

    /** Why the guard does not know what records are shuffled, or null if it does. */
    public @Nullable String unknown() {
        if (upserts.hasRecordIndex() || index().equals("RECORD_INDEX")) {
            return "the record index shuffles an entry of every row besides";
        }
        if (isOn("hoodie.datasource.write.insert.drop.duplicates", false)) {
            return "dropping what the table has already looks every record up first";
        }
        String mergers = text("hoodie.datasource.write.record.merger.impls", "")
                + text("hoodie.write.record.merge.custom.implementation.classes", "");
        if (mergers.contains("HoodieSparkRecordMerger")) {
            return "with a merger of Spark records Hudi shuffles rows in a form that the guard does not make";
        }
        if (write.isBulkInsert()) {
            return null;
        }
        if (!text("hoodie.index.class", "").isEmpty()) {
            return "the write brings an index of its own";
        }
        if (upserts.isBucketed()) {
            return text("hoodie.index.bucket.engine", "SIMPLE").equalsIgnoreCase("SIMPLE")
                    ? null
                    : "a bucket index of changing size looks records up in a way that the guard does not model";
        }
        return !isUpsert() || JOINING.contains(index())
                ? null
                : "index " + index() + " looks records up in a way that the guard does not model";
    }

    /** Whether records are looked up by the keys of base files, all of which are shuffled for it. */
    public boolean shufflesStoredKeys() {
        return shuffles().contains(RecordShuffle.TAG) && index().endsWith("SIMPLE");
    }

    /** Whether records take along where they are stored. */
    public boolean locatesRecords() {
        return isUpsert() || (upserts.isBucketed() && !write.isBulkInsert());
    }

    /**
     * Whether rows that are stored are shuffled whole, to be merged with records that may have changed their path
     * (HoodieIndexUtils.mergeForPartitionUpdatesIfNeeded).
     */
    public boolean shufflesStoredRows() {
        return shuffles().contains(RecordShuffle.TAG) && upserts.movesKeys();
    }

    /** Whether records are compared with the files whose key range may have them, which shuffles keys once more. */
    public boolean comparesWithFiles() {
        return shuffles().contains(RecordShuffle.TAG) && index().endsWith("BLOOM");
    }

    /** The shuffles of records, in order; empty if the write shuffles rows as Spark has them, or none. */
    public List<RecordShuffle> shuffles() {
        if (write.isBulkInsert()) {
            ShuffleShape shape = write.writesRowsAsSparkDoes() ? null : write.shape(1);
            if (shape == null || shape.volume().high() == 0) {
                return List.of();
            }
            return List.of(write.sortsOverAll() ? RecordShuffle.BY_SORT_KEY : RecordShuffle.BY_PATH);
        }
        List<RecordShuffle> shuffles = new ArrayList<>();
        if (upserts.combines()) {
            shuffles.add(RecordShuffle.COMBINE);
        }
        if (isUpsert() && !upserts.isBucketed()) {
            shuffles.add(RecordShuffle.TAG);
        }
        shuffles.add(RecordShuffle.REPARTITION);
        return shuffles;
    }

    /**
     * How records are made and shuffled.
     *
     * @param isBeforeOne whether Hudi is older than 1.0
     * @param rows rows of the input
     * @param inputPartitions partitions of the input
     * @param partitions partitions of the shuffles
     * @throws IllegalArgumentException naming an option that cannot be read
     */
    public RecordWrite write(boolean isBeforeOne, double rows, int inputPartitions, int partitions) {
        UpsertSettings files = upserts.settings(isBeforeOne ? HudiLine.V0 : HudiLine.V1);
        return new RecordWrite(
                shuffles(),
                upserts.isGlobal(),
                payloadClass(isBeforeOne),
                shuffles().contains(RecordShuffle.COMBINE) ? orderingField(isBeforeOne) : null,
                files.buckets().orElse(0),
                rowsPerFile(files),
                rows,
                inputPartitions,
                partitions);
    }

    private String payloadClass(boolean isBeforeOne) {
        // From 1.0 on a write without a payload class gets one by its merge mode, and that by its ordering field.
        boolean ordered = !isBeforeOne
                && orderingField(false) != null
                && !text("hoodie.record.merge.mode", table.getOrDefault("hoodie.record.merge.mode", ""))
                        .equalsIgnoreCase("COMMIT_TIME_ORDERING");
        String fallback = ordered ? BY_ORDER : OVERWRITE;
        return text(PAYLOAD, text(TABLE_PAYLOAD, table.getOrDefault(TABLE_PAYLOAD, fallback)));
    }

    private @Nullable String orderingField(boolean isBeforeOne) {
        String ofTable = table.getOrDefault("hoodie.table.precombine.field", "");
        String field = text(
                "hoodie.datasource.write.precombine.field",
                ofTable.isEmpty() && isBeforeOne ? ORDERING_BEFORE_ONE : ofTable);
        return field.isEmpty() ? null : field;
    }

    /** As in a new table; later writes know what a record really weighs, and may fill files that are there. */
    private static long rowsPerFile(UpsertSettings files) {
        return files.autoSplit()
                ? (long) Math.ceil((double) files.maxFileBytes() / files.statedRecordBytes())
                : files.splitRows();
    }

    private boolean isUpsert() {
        return write.operation().equals("upsert");
    }

    private String index() {
        return text("hoodie.index.type", "SIMPLE").toUpperCase(Locale.ROOT);
    }

    private String text(String key, String fallback) {
        return options.getOrDefault(key, fallback).trim();
    }

    private boolean isOn(String key, boolean fallback) {
        return Boolean.parseBoolean(text(key, Boolean.toString(fallback)));
    }
}
