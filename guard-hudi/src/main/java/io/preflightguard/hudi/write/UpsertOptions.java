package io.preflightguard.hudi.write;

import io.preflightguard.Estimate;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.upsert.HudiLine;
import io.preflightguard.upsert.UpsertSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the options of an insert or upsert mean for its tasks; what is not given is taken from the table, then from Hudi's
 * defaults, which 0.15.0 and 1.0.2 share. Immutable.
 */
public final class UpsertOptions {

    private static final Set<String> OPERATIONS =
            Set.of("insert", "upsert", "insert_overwrite", "insert_overwrite_table");

    /** Indexes that find a key in the base file that has it. */
    private static final Set<String> FINDS_IN_BASE_FILES =
            Set.of("SIMPLE", "GLOBAL_SIMPLE", "BLOOM", "GLOBAL_BLOOM", "RECORD_INDEX");

    /** What Hudi 1.0 makes another estimate by. */
    private static final List<String> RECORD_SIZE_ESTIMATOR = List.of(
            "hoodie.record.size.estimator.class",
            "hoodie.record.size.estimator.average.metadata.size",
            "_hoodie.record.size.estimator.max.commits");

    private final Map<String, String> options;
    private final Map<String, String> table;

    /**
     * @param options the write's options
     * @param table the table's {@code hoodie.properties}, empty for a new table
     */
    public UpsertOptions(Map<String, String> options, Map<String, String> table) {
        this.options = new TreeMap<>(options);
        this.table = new TreeMap<>(table);
    }

    /** Whether records go through Hudi's insert or upsert at all. */
    public boolean isInsertOrUpsert() {
        return OPERATIONS.contains(operation());
    }

    /** Why the guard cannot tell the tasks of this write, or null if it can. */
    public @Nullable String unknown() {
        if (isOn("hoodie.datasource.write.insert.drop.duplicates", false)) {
            return "dropping what the table has already leaves a number of rows that is not known";
        }
        String estimator = RECORD_SIZE_ESTIMATOR.stream()
                .filter(options::containsKey)
                .findFirst()
                .orElse("");
        if (!estimator.isEmpty()) {
            return estimator + " changes what Hudi takes a record to weigh";
        }
        if (!options.getOrDefault("hoodie.index.class", "").isBlank()) {
            return "the write brings an index of its own";
        }
        if (isBucketed() && !engine().equals("SIMPLE")) {
            return "a bucket index with engine " + engine() + " keeps its own record of its buckets";
        }
        return isBucketed() || FINDS_IN_BASE_FILES.contains(index())
                ? null
                : "index " + index() + " keeps file groups where the guard does not look";
    }

    /** Whether records are looked up before they are written, so that one may update a file group. */
    public boolean looksUpKeys() {
        return operation().equals("upsert");
    }

    /** Whether it adds to files that are there, and does not replace them. */
    public boolean addsToFiles() {
        return !operation().startsWith("insert_overwrite");
    }

    /** Whether a key is found in any partition path, and not only in its own. */
    public boolean isGlobal() {
        return index().startsWith("GLOBAL_") || index().equals("RECORD_INDEX");
    }

    /** Whether Hudi keeps one record of each key of the input. */
    public boolean combines() {
        return operation().equals("upsert")
                ? isOn("hoodie.combine.before.upsert", true)
                : isOn("hoodie.combine.before.insert", false);
    }

    /** Whether a record's key decides on where it goes; an insert without keys gets some from Hudi. */
    public boolean needsKeys() {
        return looksUpKeys() || combines() || isBucketed();
    }

    /** Whether the key's hash decides on the file group. */
    public boolean isBucketed() {
        return index().equals("BUCKET");
    }

    /** The columns a bucket index hashes. */
    public List<String> hashedBy(List<String> recordKeys) {
        String stated = text("hoodie.bucket.index.hash.field", "");
        return stated.isEmpty()
                ? recordKeys
                : Arrays.stream(stated.split(",", -1)).map(String::trim).toList();
    }

    /** What base files are compressed with. */
    public String codec() {
        return text("hoodie.parquet.compression.codec", "gzip");
    }

    /**
     * What base files weigh, their key filters included.
     *
     * @param perRow bytes of one row
     * @throws IllegalArgumentException naming the option that cannot be read
     */
    public FileBytes files(Estimate perRow) {
        if (!isOn("hoodie.parquet.bloom.filter.enabled", true)) {
            return FileBytes.ofRows(perRow);
        }
        long entries = number("hoodie.index.bloom.num_entries", 60_000);
        boolean dynamic = text("hoodie.bloom.index.filter.type", "DYNAMIC_V0")
                .toUpperCase(Locale.ROOT)
                .startsWith("DYNAMIC");
        return FileBytes.withBloomFilter(
                perRow,
                entries,
                fraction("hoodie.index.bloom.fpp", 1e-9),
                dynamic ? number("hoodie.bloom.index.filter.dynamic.max.entries", 100_000) : entries);
    }

    /** Whether the write keeps a record index, which every row that is new gets an entry of. */
    public boolean hasRecordIndex() {
        return isOn("hoodie.metadata.enable", true)
                && (isOn("hoodie.metadata.record.index.enable", false)
                        || isOn("hoodie.metadata.global.record.level.index.enable", false));
    }

    /** Whether a record whose partition path has changed is deleted from its old one and inserted into the new one. */
    public boolean movesKeys() {
        boolean isRecordIndex = index().equals("RECORD_INDEX");
        String name = isRecordIndex ? "record" : index().replace("GLOBAL_", "").toLowerCase(Locale.ROOT);
        return isGlobal() && isOn("hoodie." + name + ".index.update.partition.path", !isRecordIndex);
    }

    /**
     * The settings that decide on tasks.
     *
     * @throws IllegalArgumentException naming the option that cannot be read
     */
    public UpsertSettings settings(HudiLine line) {
        long maxFileBytes = number("hoodie.parquet.max.file.size", 125_829_120);
        return new UpsertSettings(
                line,
                isMergeOnRead(),
                maxFileBytes,
                (1 + fraction(OpenPages.RATIO, OpenPages.HUDIS_RATIO)) * maxFileBytes,
                number(OpenPages.PAGE_SIZE, OpenPages.HUDIS_PAGE_BYTES),
                number("hoodie.parquet.small.file.limit", 104_857_600),
                addsToFiles(),
                (int) number("hoodie.merge.small.file.group.candidates.limit", 1),
                isOn("hoodie.copyonwrite.insert.auto.split", true),
                number("hoodie.copyonwrite.insert.split.size", 500_000),
                number("hoodie.copyonwrite.record.size.estimate", 1_024),
                fraction("hoodie.record.size.estimation.threshold", 1),
                isBucketed()
                        ? OptionalInt.of((int) number("hoodie.bucket.index.num.buckets", 256))
                        : OptionalInt.empty());
    }

    private boolean isMergeOnRead() {
        return options.getOrDefault(
                        "hoodie.datasource.write.table.type", table.getOrDefault("hoodie.table.type", "COPY_ON_WRITE"))
                .trim()
                .equalsIgnoreCase("MERGE_ON_READ");
    }

    private String operation() {
        return text("hoodie.datasource.write.operation", "upsert").toLowerCase(Locale.ROOT);
    }

    private String index() {
        return text("hoodie.index.type", "SIMPLE").toUpperCase(Locale.ROOT);
    }

    private String engine() {
        return text("hoodie.index.bucket.engine", "SIMPLE").toUpperCase(Locale.ROOT);
    }

    private String text(String key, String fallback) {
        return options.getOrDefault(key, fallback).trim();
    }

    private boolean isOn(String key, boolean fallback) {
        return Boolean.parseBoolean(text(key, Boolean.toString(fallback)));
    }

    private long number(String key, long fallback) {
        String text = text(key, Long.toString(fallback));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException(key + "=" + text + ": expected a whole number", unreadable);
        }
    }

    private double fraction(String key, double fallback) {
        String text = text(key, Double.toString(fallback));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException(key + "=" + text + ": expected a number", unreadable);
        }
    }
}
