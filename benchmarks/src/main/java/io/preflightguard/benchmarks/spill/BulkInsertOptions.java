package io.preflightguard.benchmarks.spill;

import java.util.Map;
import java.util.TreeMap;

/** The options of the writes that are measured here. */
final class BulkInsertOptions {

    private BulkInsertOptions() {}

    /** Options that the caller may add to. */
    static Map<String, String> of(String sortMode) {
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
