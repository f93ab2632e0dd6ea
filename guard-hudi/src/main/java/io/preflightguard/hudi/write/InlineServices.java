package io.preflightguard.hudi.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table services that Hudi runs within a write, before it returns, and that shuffle rows of their own. */
final class InlineServices {

    private static final String CLUSTERING = "hoodie.clustering.inline";
    private static final String COMPACTION = "hoodie.compact.inline";
    private static final String COMPACTION_IN_STREAM = "hoodie.datasource.compaction.async.enable";

    private InlineServices() {}

    /**
     * The services that are on, for a reader; empty if none is. A batch write compacts a merge-on-read table by itself,
     * unless told not to, or told that a stream does: measured with each option on 0.15.0 and 1.0.2. A bulk_insert, which
     * writes no log files, is taken to do so only if it is told to.
     *
     * @param options the write's options
     * @param table the table's {@code hoodie.properties}, empty for a new table
     */
    static List<String> of(Map<String, String> options, Map<String, String> table) {
        List<String> services = new ArrayList<>();
        if (isTrue(options, CLUSTERING)) {
            services.add("clustering (" + CLUSTERING + ")");
        }
        boolean byItself = !options.containsKey(COMPACTION)
                && !isTrue(options, COMPACTION_IN_STREAM)
                && !new HudiWrite(options, table).isBulkInsert();
        if (isMergeOnRead(options, table) && (isTrue(options, COMPACTION) || byItself)) {
            services.add("compaction (" + COMPACTION + ")");
        }
        return services;
    }

    private static boolean isMergeOnRead(Map<String, String> options, Map<String, String> table) {
        return options.getOrDefault("hoodie.datasource.write.table.type", table.getOrDefault("hoodie.table.type", ""))
                .trim()
                .toUpperCase(Locale.ROOT)
                .equals("MERGE_ON_READ");
    }

    private static boolean isTrue(Map<String, String> options, String key) {
        return Boolean.parseBoolean(options.getOrDefault(key, "").trim());
    }
}
