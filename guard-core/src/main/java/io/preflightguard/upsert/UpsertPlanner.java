package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.upsert.UpsertTask.Kind;
import io.preflightguard.upsert.Workload.PathWork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the tasks of an insert or upsert as Hudi's UpsertPartitioner, SparkUpsertDeltaCommitPartitioner and
 * SparkBucketIndexPartitioner assign records in 0.15.0 and 1.0.2: a task for each file group with updates; small files
 * take inserts up to the largest size, in Hudi's idea of what a record weighs; what is left is cut into tasks of as many
 * records as that idea says fill a file; by a bucket index, a task for each bucket. Pure.
 */
public final class UpsertPlanner {

    private final UpsertSettings settings;
    private final RecordSize record;
    private final RowWeight weight;

    private UpsertPlanner(UpsertSettings settings, RecordSize record, RowWeight weight) {
        this.settings = settings;
        this.record = record;
        this.weight = weight;
    }

    /**
     * Predicts the tasks.
     *
     * @param groups the latest file groups of the table, at least those of the paths that are written to
     * @param record what Hudi takes a record to weigh
     * @param weight what rows do weigh
     */
    public static UpsertPlan plan(
            Workload workload,
            List<FileGroupState> groups,
            UpsertSettings settings,
            RecordSize record,
            RowWeight weight) {
        Map<String, List<FileGroupState>> byPath = new TreeMap<>();
        groups.forEach(group -> byPath.computeIfAbsent(group.path(), unused -> new ArrayList<>())
                .add(group));
        UpsertPlanner planner = new UpsertPlanner(settings, record, weight);
        List<UpsertTask> tasks = new ArrayList<>();
        for (PathWork work : workload.paths()) {
            List<FileGroupState> there = byPath.getOrDefault(work.path(), List.of());
            tasks.addAll(settings.buckets().isPresent() ? planner.buckets(work, there) : planner.tasks(work, there));
        }
        return new UpsertPlan(tasks, workload, settings, record, weight);
    }

    private List<UpsertTask> tasks(PathWork work, List<FileGroupState> there) {
        List<UpsertTask> tasks = new ArrayList<>();
        Map<String, Estimate> filled = new TreeMap<>();
        // Only inserts make Hudi look for small files, and so merge what a merge-on-read table would append.
        List<FileGroupState> small = work.inserts().high() > 0 ? small(there) : List.of();
        Estimate left = work.inserts();
        for (FileGroupState group : small) {
            long room = (settings.maxFileBytes() - group.baseBytes()) / record.bytes();
            if (room > 0 && left.high() > 0) {
                Estimate rows = Estimates.map(left, all -> Math.min(all, room));
                filled.put(group.fileId(), isOrderOpen(small) ? Estimates.orNone(rows) : rows);
                left = Estimates.map(left, all -> Math.max(0, all - room));
            }
        }
        int targets = filled.size() + newTasks(left);
        Map<String, FileGroupState> known = new TreeMap<>();
        there.forEach(group -> known.put(group.fileId(), group));
        work.updates()
                .forEach((fileId, updates) -> tasks.add(existing(
                        work.path(),
                        fileId,
                        known.get(fileId),
                        chance(filled.getOrDefault(fileId, Estimates.none(Unit.COUNT)), targets),
                        updates,
                        isMerged(fileId, small))));
        filled.forEach((fileId, inserts) -> {
            if (!work.updates().containsKey(fileId)) {
                tasks.add(existing(
                        work.path(),
                        fileId,
                        known.get(fileId),
                        chance(inserts, targets),
                        Estimates.none(Unit.COUNT),
                        true));
            }
        });
        tasks.addAll(inserts(work.path(), left, targets));
        return tasks;
    }

    private int newTasks(Estimate left) {
        return (int) Math.min(1_000_000, Math.ceil(left.value() / settings.rowsPerTask(record)));
    }

    private List<UpsertTask> inserts(String path, Estimate left, int targets) {
        List<UpsertTask> tasks = new ArrayList<>();
        double each = settings.rowsPerTask(record);
        for (int task = 0; task < newTasks(left); task++) {
            double before = task * each;
            Estimate rows = chance(Estimates.map(left, all -> Math.max(0, Math.min(each, all - before))), targets);
            Estimate files = files(rows);
            tasks.add(new UpsertTask(
                    path,
                    "",
                    Kind.INSERT,
                    rows,
                    Estimates.none(Unit.COUNT),
                    inFiles(rows, files),
                    rows.times(weight.inMemory(), Unit.BYTES),
                    files));
        }
        return tasks;
    }

    private Estimate files(Estimate rows) {
        Estimate full = weight.rowsOfAFullFile(settings);
        return new Estimate(
                Math.max(1, Math.ceil(rows.value() / full.value())),
                Math.max(1, Math.ceil(rows.low() / full.high())),
                Math.max(1, Math.ceil(rows.high() / full.low())),
                Math.max(Double.MIN_NORMAL, rows.confidence() + full.confidence() - 1),
                Unit.COUNT);
    }

    /** Each file has filters of its own, for its part of the rows. */
    private Estimate inFiles(Estimate rows, Estimate files) {
        Estimate rowBytes = rows.times(weight.perRow(), Unit.BYTES);
        return new Estimate(
                rowBytes.value() + files.value() * weight.inFile().filters(rows.value() / files.value()),
                rowBytes.low() + files.low() * weight.inFile().filters(rows.low() / files.low()),
                rowBytes.high() + files.high() * weight.inFile().filters(rows.high() / files.high()),
                files.confidence(),
                Unit.BYTES);
    }

    private UpsertTask existing(
            String path,
            String fileId,
            @Nullable FileGroupState group,
            Estimate inserts,
            Estimate updates,
            boolean merged) {
        Estimate incoming = Estimates.plus(inserts, updates, Unit.COUNT).times(weight.inMemory(), Unit.BYTES);
        Estimate base = Estimate.exact(group == null ? 0 : group.baseBytes(), Unit.BYTES);
        Estimate written =
                merged ? Estimates.plus(base, inserts.times(weight.perRow(), Unit.BYTES), Unit.BYTES) : incoming;
        return new UpsertTask(
                path,
                fileId,
                merged ? Kind.MERGE : Kind.APPEND,
                inserts,
                updates,
                written,
                incoming,
                Estimate.exact(1, Unit.COUNT));
    }

    private boolean isMerged(String fileId, List<FileGroupState> small) {
        return !settings.mergeOnRead()
                || small.stream().anyMatch(group -> group.fileId().equals(fileId));
    }

    /**
     * The file groups that Hudi puts inserts into, the smallest first: the one that may grow the most. On a merge-on-read
     * table one that waits for clustering takes another's place and gets nothing; a file without logs waits for no compaction.
     */
    private List<FileGroupState> small(List<FileGroupState> there) {
        if (settings.smallFileBytes() <= 0 || !settings.addsToFiles()) {
            return List.of();
        }
        return there.stream()
                .filter(group -> group.baseBytes() > 0 && group.baseBytes() < settings.smallFileBytes())
                .filter(group -> !settings.mergeOnRead() || group.logFiles() == 0)
                .sorted(Comparator.comparingLong(FileGroupState::baseBytes))
                .limit(settings.mergeOnRead() ? settings.smallFilesPerPath() : Long.MAX_VALUE)
                .filter(group -> !group.busy())
                .toList();
    }

    /** A copy-on-write table fills its small files in the order in which its view has them, which is any. */
    private boolean isOrderOpen(List<FileGroupState> small) {
        return !settings.mergeOnRead() && small.size() > 1;
    }

    private List<UpsertTask> buckets(PathWork work, List<FileGroupState> there) {
        Map<String, FileGroupState> known = new TreeMap<>();
        there.forEach(group -> known.put(bucket(group.fileId()), group));
        List<UpsertTask> tasks = new ArrayList<>();
        work.updates().forEach((bucket, records) -> {
            FileGroupState group = known.get(bucket);
            tasks.add(
                    group == null || !settings.addsToFiles()
                            ? newBucket(work.path(), bucket, records)
                            : oldBucket(work.path(), group, records));
        });
        return tasks;
    }

    private UpsertTask newBucket(String path, String bucket, Estimate records) {
        return new UpsertTask(
                path,
                bucket,
                Kind.BUCKET,
                records,
                Estimates.none(Unit.COUNT),
                weight.inFile().of(records),
                records.times(weight.inMemory(), Unit.BYTES),
                Estimate.exact(1, Unit.COUNT));
    }

    /**
     * How many of the records are new to the bucket is not looked up: anything from none to all. What a merge-on-read
     * table appends is written to a base file by its next compaction, which does not cut it either.
     */
    private UpsertTask oldBucket(String path, FileGroupState group, Estimate records) {
        Estimate all = records.times(weight.perRow(), Unit.BYTES);
        Estimate written = new Estimate(
                group.baseBytes(), group.baseBytes(), group.baseBytes() + all.high(), all.confidence(), Unit.BYTES);
        return new UpsertTask(
                path,
                group.fileId(),
                settings.mergeOnRead() ? Kind.APPEND : Kind.MERGE,
                Estimates.none(Unit.COUNT),
                records,
                written,
                records.times(weight.inMemory(), Unit.BYTES),
                Estimate.exact(1, Unit.COUNT));
    }

    /** The digits of a bucket's number that its file groups' ids start with. */
    private static String bucket(String fileId) {
        return fileId.substring(0, Math.min(8, fileId.length()));
    }

    private static Estimate chance(Estimate rows, int targets) {
        return targets > 1 && rows.value() > 0 ? Estimates.withChance(rows) : rows;
    }
}
