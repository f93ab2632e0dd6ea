package io.preflightguard.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** The options that the measured bulk_inserts share. Stateless. */
public final class BulkInsertOptions {

    private BulkInsertOptions() {}

    /** Options that the caller may add to. */
    public static Map<String, String> of(String sortMode) {
        Map<String, String> options = new TreeMap<>();
        options.put("hoodie.table.name", "written");
        options.put("hoodie.datasource.write.operation", "bulk_insert");
        options.put("hoodie.datasource.write.recordkey.field", "id");
        options.put("hoodie.datasource.write.partitionpath.field", "p");
        options.put("hoodie.datasource.write.precombine.field", "ts");
        options.put("hoodie.metadata.enable", "false");
        options.put("hoodie.embed.timeline.server", "false");
        options.put("hoodie.bulkinsert.sort.mode", sortMode);
        return options;
    }
}
