package io.preflightguard.upsert;

/**
 * What makes Hudi put another number of records into a task. Which option acts depends on whether it has learned a size
 * from earlier writes: then it does not ask {@link #ESTIMATE} any more. Pure.
 */
final class RecordSizeOptions {

    static final String ESTIMATE = "hoodie.copyonwrite.record.size.estimate";
    static final String THRESHOLD = "hoodie.record.size.estimation.threshold";
    static final String AUTO_SPLIT = "hoodie.copyonwrite.insert.auto.split";
    static final String SPLIT_ROWS = "hoodie.copyonwrite.insert.split.size";

    /** Times the small file limit: more than any one write has. */
    private static final String NOTHING_LEARNED = "1000000";

    private RecordSizeOptions() {}

    /** @param fills whether it is about inserts into small files, which are counted by the record's size alone */
    static Advice forFullFiles(UpsertPlan plan, boolean fills) {
        UpsertSettings settings = plan.settings();
        long bytes = plan.weight().forFilesOf(settings.maxFileBytes());
        String rows = Long.toString(Math.max(1, settings.maxFileBytes() / bytes));
        if (!settings.autoSplit() && !fills) {
            return Advice.option(SPLIT_ROWS, rows);
        }
        if (!plan.record().fromWrites()) {
            return Advice.option(ESTIMATE, Long.toString(bytes));
        }
        return settings.smallFileBytes() > 0
                ? Advice.toDo("Set " + ESTIMATE + "=" + bytes + " and " + THRESHOLD + "=" + NOTHING_LEARNED
                        + ", so that earlier writes do not speak for these rows.")
                : Advice.toDo("Set " + AUTO_SPLIT + "=false and " + SPLIT_ROWS + "=" + rows + ".");
    }
}
