package io.preflightguard.hudi.write;

/**
 * A shuffle of records that an insert, an upsert or a bulk_insert by records makes, as read in the source of Hudi 0.15.0
 * and 1.0.2. Each carries every record once; what is counted per path or per file group besides is small and left out.
 */
public enum RecordShuffle {
    /** {@code reduceByKey} of key and record: of one key one record is left (HoodieWriteHelper.deduplicateRecords). */
    COMBINE("combine"),
    /** Left outer join of key and record with what is stored (HoodieSimpleIndex, HoodieBloomIndex). */
    TAG("index lookup"),
    /** To the task of each record's file group: key, location and record (BaseSparkCommitActionExecutor). */
    REPARTITION("repartition"),
    /** To the task of each path: path and record (bulk_insert's partitioners of RDDs). */
    BY_PATH("repartition by path"),
    /** Sorted over all tasks: {@code path+key} as one text, and record (GlobalSortPartitioner). */
    BY_SORT_KEY("sort by path and key");

    private final String title;

    RecordShuffle(String title) {
        this.title = title;
    }

    /** What it is called in a report. */
    public String title() {
        return title;
    }
}
