package io.preflightguard.upsert;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What divides a bucket's records while the table is not there yet: the number of buckets, and what is hashed. Never as a
 * remedy that the guard applies: the table would have buckets that the job's own options do not know at the next write.
 * Pure.
 */
final class BucketOptions {

    static final String BUCKETS = "hoodie.bucket.index.num.buckets";
    static final String HASHED = "hoodie.bucket.index.hash.field";

    /** Files that a bucket of the largest path is to hold; a path with less has smaller ones. */
    private static final double FILES = 4;

    /** A bucket with this many times its path's mean is hot because of what is hashed. */
    private static final double HOT_IN_PATH = 2;

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
                    : Optional.of(setting(HASHED, String.join(",", table.recordKeys())));
        }
        double perRow = plan.weight().perRow().value();
        long needed =
                (long) Math.ceil(inPath * perRow / (FILES * plan.settings().maxFileBytes()));
        // Every path gets as many buckets, so those of a common one must not come out as small files.
        boolean fillsFiles = ofMedianPath(plan) * perRow / needed
                >= TaskSizes.TOO_SMALL * plan.settings().maxFileBytes();
        return needed > buckets.getAsInt() && fillsFiles
                ? Optional.of(setting(BUCKETS, Long.toString(needed)))
                : Optional.empty();
    }

    private static double ofMedianPath(UpsertPlan plan) {
        double[] records = plan.tasks().stream()
                .collect(Collectors.groupingBy(UpsertTask::path, Collectors.summingDouble(task -> task.records()
                        .value())))
                .values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return records[(records.length - 1) / 2];
    }

    private static Advice setting(String key, String value) {
        return Advice.toDo("Set " + key + "=" + value + " before the table is made, in every job that writes to it.");
    }

    /** What to say where none does. */
    static Advice none(WrittenTable table) {
        return Advice.toDo(
                table.exists()
                        ? "No option of this write divides a bucket. Write the table anew with more buckets, or hashed by"
                                + " more of the record key."
                        : "More buckets would not divide it, or leave other paths with small files. Add a column to the record"
                                + " key and hash by it, or one to the partition path.");
    }
}
