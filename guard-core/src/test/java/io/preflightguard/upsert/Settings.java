package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.upsert.Workload.PathWork;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Settings and workloads of small tests; Hudi's defaults where a test says nothing. */
final class Settings {

    static final long MAX_FILE = 120L << 20;
    static final long SMALL_FILE = 100L << 20;
    static final RecordSize STATED = new RecordSize(1_024, false);

    private Settings() {}

    static UpsertSettings defaults() {
        return with(HudiLine.V0, false, OptionalInt.empty());
    }

    static UpsertSettings mergeOnRead() {
        return with(HudiLine.V0, true, OptionalInt.empty());
    }

    static UpsertSettings buckets(int buckets) {
        return with(HudiLine.V0, false, OptionalInt.of(buckets));
    }

    static UpsertSettings overwriting(int buckets) {
        return with(HudiLine.V0, false, OptionalInt.of(buckets), false);
    }

    static UpsertSettings on(HudiLine line) {
        return with(line, false, OptionalInt.empty());
    }

    private static UpsertSettings with(HudiLine line, boolean mergeOnRead, OptionalInt buckets) {
        return with(line, mergeOnRead, buckets, true);
    }

    private static UpsertSettings with(HudiLine line, boolean mergeOnRead, OptionalInt buckets, boolean addsToFiles) {
        return new UpsertSettings(
                line,
                mergeOnRead,
                MAX_FILE,
                1.1 * MAX_FILE,
                1 << 20,
                SMALL_FILE,
                addsToFiles,
                1,
                true,
                500_000,
                1_024,
                1,
                buckets);
    }

    static Estimate rows(double rows) {
        return Estimate.exact(rows, Unit.COUNT);
    }

    /** Rows that weigh so many bytes in files, and twice that in memory; no page is open. */
    static RowWeight weight(double bytes) {
        return weight(Estimate.exact(bytes, Unit.BYTES));
    }

    static RowWeight weight(Estimate bytes) {
        return new RowWeight(FileBytes.ofRows(bytes), 0, 0, Estimate.exact(2 * bytes.value(), Unit.BYTES));
    }

    static Workload inserts(double rows) {
        return new Workload(List.of(new PathWork("p", rows(rows), Map.of())), 0);
    }

    static FileGroupState group(String fileId, long megabytes) {
        return new FileGroupState("p", fileId, megabytes << 20, null, 0, false);
    }
}
