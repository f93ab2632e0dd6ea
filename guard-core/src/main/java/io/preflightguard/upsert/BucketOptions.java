package io.preflightguard.upsert;

import java.util.Optional;
import java.util.OptionalInt;

/** What divides a bucket's records while the table is not there yet: the number of buckets, and what is hashed. Pure. */
final class BucketOptions {

    static final String BUCKETS = "hoodie.bucket.index.num.buckets";
    static final String HASHED = "hoodie.bucket.index.hash.field";

    /** A bucket with this many times its path's mean is hot because of what is hashed. */
    private static final double HOT_IN_PATH = 2;

    private static final String WHEN = " before the table is made";

    private BucketOptions() {}

    /** Empty if no option divides the task's records. */
    static Optional<Advice> dividing(UpsertPlan plan, WrittenTable table, UpsertTask task) {
        OptionalInt buckets = plan.settings().buckets();
        if (buckets.isEmpty() || table.exists()) {
            return Optional.empty();
        }
        double inPath = plan.tasks().stream()
                .filter(other -> other.path().equals(task.path()))
                .mapToDouble(other -> other.records().value())
                .sum();
        boolean isHashHot = task.records().value() > HOT_IN_PATH * inPath / buckets.getAsInt();
        if (isHashHot && buckets.getAsInt() > 1) {
            return table.hashedBy().equals(table.recordKeys())
                    ? Optional.empty()
                    : Optional.of(Advice.option(HASHED, String.join(",", table.recordKeys()), WHEN));
        }
        double bytes = inPath * plan.weight().inFile().value();
        long needed = (long) Math.ceil(bytes / plan.settings().maxFileBytes());
        return needed > buckets.getAsInt()
                ? Optional.of(Advice.option(BUCKETS, Long.toString(needed), WHEN))
                : Optional.empty();
    }

    /** What to say where none does. */
    static Advice none(WrittenTable table) {
        return Advice.toDo(
                table.exists()
                        ? "No option of this write divides a bucket. Write the table anew with more buckets, or hashed by"
                                + " more of the record key."
                        : "More buckets do not divide one hashed value. Add a column to the record key, and hash by it.");
    }
}
