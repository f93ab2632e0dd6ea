package io.preflightguard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reports for tests: one of every kind of outcome, finding, value and remedy. */
public final class TestReports {

    private TestReports() {}

    public static Finding skew() {
        return new Finding(
                RuleCatalog.KEY_SKEW,
                Severity.FAIL,
                "origin=ORD",
                "has 61 % [58 % to 64 %] of the rows; the largest of 16 tasks carries 9.80x the mean, 4.80 GiB:"
                        + " the stage takes about 4.9x as long",
                new Estimate(9.8, 9.3, 10.3, 0.95, Unit.RATIO),
                new Limit(Estimate.exact(5, Unit.RATIO), "spark.guard.skew.max-ratio"),
                "Let the guard spread it with spark.guard.skew.on-violation=salt.",
                List.of(new Remedy.SpreadKeys("origin", Map.of("ORD", List.of(0, 1, 2), "ATL", List.of(3)), 4)));
    }

    public static Finding schema() {
        return Finding.of(
                RuleCatalog.TYPE_CHANGED,
                "order.items[].price",
                "int -> struct<amount: int>: the kind of type changed",
                new Described("struct<amount: int>"),
                new Limit(new Described("int"), "table schema"),
                "Convert the column back.");
    }

    public static Finding disk() {
        return new Finding(
                RuleCatalog.LOCAL_DISK_SHORT,
                Severity.WARN,
                "bulk_insert",
                "each worker needs 12 GiB of local disk and has 10 GiB free",
                new Estimate(12e9, 11e9, 13e9, 0.9, Unit.BYTES),
                new Limit(Estimate.exact(8e9, Unit.BYTES), "spark.guard.sizing.max-disk-use of free disk"),
                "To make it fit: use zstd.",
                List.of(
                        new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd"),
                        new Remedy.NeedsFleet(4),
                        new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "64"),
                        new Remedy.SetSessionConf("spark.sql.shuffle.partitions", "64")));
    }

    public static Finding added() {
        return Finding.of(
                RuleCatalog.FIELD_ADDED_OPTIONAL,
                "note",
                "absent -> string: a nullable field is added",
                new Described("string"),
                new Limit(new Described("absent"), "table schema"),
                "Nothing to do if this is intended.");
    }

    /** A prediction that held, one that missed, and one that cannot be judged. */
    public static PredictionReview review() {
        Estimate shuffle = new Estimate(3e9, 2.9e9, 3.1e9, 0.95, Unit.BYTES);
        Comparison missed = new Comparison("shuffle bytes", shuffle, 4.5e9, Comparison.Bound.EXACT, 0);
        return new PredictionReview(
                "1 of 3 predictions held, 1 missed, 1 not judged",
                List.of(
                        missed,
                        new Comparison(
                                "rows shuffled",
                                Estimate.exact(1_000_000, Unit.COUNT),
                                1_000_000,
                                Comparison.Bound.EXACT,
                                0),
                        new Comparison("largest task", shuffle, 3e9, Comparison.Bound.AT_MOST, 0)),
                List.of(
                        new Measurement("spilled, as written to disk", Estimate.exact(0, Unit.BYTES)),
                        new Measurement("stage 3, save", new Described("4 tasks"))),
                List.of("two stages of other jobs ran meanwhile"),
                List.of(Finding.of(
                        RuleCatalog.PREDICTION_MISSED,
                        missed.name(),
                        "the guard was wrong: " + missed.render(),
                        Estimate.exact(missed.fact(), Unit.BYTES),
                        new Limit(shuffle, "the guard's own prediction"),
                        "Nothing to mend in the write.")));
    }

    /** One check of every outcome. */
    public static PreflightReport full() {
        return report(
                Mode.ENFORCE,
                new CheckResult(
                        "schema: input against table",
                        new Outcome.Passed("6 incoming fields against 5 of the table schema", List.of(added()))),
                new CheckResult("schema: input against contract", new Outcome.Violated(List.of(schema()))),
                new CheckResult(
                        "skew: partition path origin",
                        new Outcome.Violated(List.of(skew())),
                        List.of(new Measurement(
                                "largest key's share (origin=ORD)", new Estimate(0.61, 0.58, 0.64, 0.95, Unit.SHARE)))),
                new CheckResult("sizing", new Outcome.Violated(List.of(disk()))),
                new CheckResult(
                        "freshness",
                        new Outcome.Skipped(
                                Outcome.SkipReason.OUT_OF_TIME, "the time budget of 60.0 s ran out", "Raise it.")),
                new CheckResult("table", new Outcome.Errored("the disk \"is\" gone", "Look at the log.")));
    }

    public static PreflightReport report(Mode mode, CheckResult... results) {
        return new PreflightReport(
                "flights",
                mode,
                false,
                List.of(results),
                List.of(),
                new Cost(Duration.ofMillis(2345), 2, 40_000, Estimate.exact(1_000_000, Unit.COUNT)),
                Map.of("Spark", "3.5.4", "Hudi", "0.15.0"));
    }

    public static CheckResult check(Outcome outcome) {
        return new CheckResult("check", outcome);
    }
}
