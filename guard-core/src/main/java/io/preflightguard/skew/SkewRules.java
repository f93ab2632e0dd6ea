package io.preflightguard.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges what a key's shares mean for a shuffle by it. Pure. */
public final class SkewRules {

    /** The folders that Hive, and Hudi after it, gives to rows without partition values: {@code day=} may be before it. */
    private static final Pattern NULL_PATH =
            Pattern.compile("([^/=]+=)?__HIVE_DEFAULT_PARTITION__(/([^/=]+=)?__HIVE_DEFAULT_PARTITION__)*");

    private SkewRules() {}

    /**
     * Judges one key.
     *
     * @param profile the key's shares
     * @param shuffle the shuffle by this key that the job makes, or would make
     * @param inputBytes uncompressed bytes of all rows as the shuffle carries them, or null if not known
     */
    public static CheckResult judge(
            KeyProfile profile, KeyedShuffle shuffle, @Nullable Estimate inputBytes, GuardConfig config) {
        KeySample sample = profile.sample();
        String check = "skew: " + sample.role().label() + " " + sample.column();
        if (sample.rows() == 0) {
            return new CheckResult(check, noRows(sample));
        }
        List<Finding> findings = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        if (sample.role() == KeyRole.RECORD_KEY && sample.nulls() > 0) {
            findings.add(nullRecordKeys(profile, config));
        }
        if (isOnlyNull(profile)) {
            findings.add(onlyNulls(sample));
        }
        PartitionLoad load = PartitionLoad.predict(profile, shuffle.partitions());
        if (!profile.top().isEmpty()) {
            KeyShare first = profile.top().get(0);
            measurements.add(
                    new Measurement("largest key's share (" + name(profile, first, config) + ")", first.share()));
        }
        measurements.add(new Measurement(
                "largest of " + shuffle.partitions() + " shuffle partitions, to the mean", load.largestToMean()));
        Finding skew = skew(profile, load, shuffle, inputBytes, config);
        if (skew != null) {
            findings.add(skew);
        }
        boolean unseenMatters = shuffle.happens() && unseenMatters(profile, shuffle, inputBytes, config);
        return new CheckResult(check, outcome(profile, findings, unseenMatters), measurements);
    }

    private static Outcome outcome(KeyProfile profile, List<Finding> findings, boolean unseenMatters) {
        KeySample sample = profile.sample();
        Outcome outcome = Outcome.of(examined(sample), findings);
        if (outcome instanceof Outcome.Passed && unseenMatters) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.UNDECIDED,
                    "no key that was seen is hot, but rows of one key lie together here, and one with up to "
                            + Unit.SHARE.format(profile.unseen().high()) + " of the rows may lie in what was not read ("
                            + examined(sample) + ")",
                    "Raise spark.guard.sample.max-partitions.");
        }
        if (outcome instanceof Outcome.Passed && sample.truncated()) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.UNDECIDED,
                    "only the first rows of long input partitions were read (" + examined(sample)
                            + "), and the rows after them may differ",
                    "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet.");
        }
        return outcome;
    }

    /** Whether a key that was not seen could, beside its part of the other rows, make a task too large. */
    private static boolean unseenMatters(
            KeyProfile profile, KeyedShuffle shuffle, @Nullable Estimate inputBytes, GuardConfig config) {
        double ratio = profile.unseen().high() * shuffle.partitions() + 1;
        boolean large =
                inputBytes == null || inputBytes.high() * ratio / shuffle.partitions() >= config.skewMinTaskSize();
        return ratio > config.skewMaxRatio() && large;
    }

    private static String examined(KeySample sample) {
        return Unit.COUNT.format(sample.rows()) + " rows from "
                + sample.splits().size() + " of " + sample.splitsInAll() + " input partitions";
    }

    private static Outcome noRows(KeySample sample) {
        return sample.isComplete()
                ? new Outcome.Skipped(
                        Outcome.SkipReason.NOT_APPLICABLE,
                        "the input has no rows, so it has no keys",
                        "Check why the input is empty.")
                : new Outcome.Skipped(
                        Outcome.SkipReason.UNDECIDED,
                        "no rows in the " + sample.splits().size() + " of " + sample.splitsInAll()
                                + " input partitions that were read",
                        "Raise spark.guard.sample.max-partitions.");
    }

    private static @Nullable Finding skew(
            KeyProfile profile,
            PartitionLoad load,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            GuardConfig config) {
        Estimate ratio = load.largestToMean();
        KeyShare heaviest = load.heaviest();
        if (ratio.high() <= config.skewMaxRatio() || heaviest == null) {
            return null;
        }
        Estimate largestBytes = inputBytes == null ? null : inputBytes.times(load.largestShare(), Unit.BYTES);
        boolean harmless = largestBytes != null && largestBytes.high() < config.skewMinTaskSize();
        boolean certain =
                ratio.low() > config.skewMaxRatio() && !profile.sample().truncated();
        Severity severity = !shuffle.happens() || harmless ? Severity.INFO : certain ? Severity.FAIL : Severity.WARN;

        KeySample sample = profile.sample();
        StringBuilder message = new StringBuilder("has ")
                .append(heaviest.share().render())
                .append(" of the rows; the largest of ")
                .append(shuffle.partitions())
                .append(" tasks carries ")
                .append(ratio.render())
                .append(" the mean");
        if (largestBytes != null) {
            message.append(", about ").append(Unit.BYTES.format(largestBytes.value()));
        }
        message.append(
                !shuffle.happens()
                        ? " if rows are ever shuffled by it"
                        : harmless
                                ? ", too little to matter"
                                : certain ? ", and the stage waits for it" : "; the sample cannot tell for sure");
        List<Remedy> remedies = shuffle.happens() && !harmless && sample.role() == KeyRole.PARTITION_PATH
                ? List.of(SlotPlan.spread(profile, shuffle.partitions()))
                : List.of();
        return new Finding(
                RuleCatalog.KEY_SKEW,
                severity,
                name(profile, heaviest, config),
                message.toString(),
                ratio,
                new Limit(Estimate.exact(config.skewMaxRatio(), Unit.RATIO), "spark.guard.skew.max-ratio"),
                suggestion(sample, severity),
                remedies);
    }

    private static String suggestion(KeySample sample, Severity severity) {
        if (severity == Severity.INFO) {
            return "Nothing to do for this write.";
        }
        if (severity == Severity.WARN) {
            return sample.truncated()
                    ? "Raise spark.guard.sample.max-rows to decide it."
                    : "Raise spark.guard.sample.max-partitions to decide it.";
        }
        return switch (sample.role()) {
            case PARTITION_PATH ->
                "Let the guard spread it with spark.guard.repair=apply,"
                        + " or set hoodie.bulkinsert.sort.mode=GLOBAL_SORT.";
            case RECORD_KEY ->
                "Drop the repeated rows of this key before the write; do not salt it, that makes duplicates.";
            case KEY_COLUMN -> "Salt this key in the job, or treat it apart from the others.";
        };
    }

    private static Finding nullRecordKeys(KeyProfile profile, GuardConfig config) {
        Estimate share = profile.nullShare(config.confidence());
        return Finding.of(
                RuleCatalog.RECORD_KEY_NULL,
                profile.sample().column(),
                "is null in " + share.render() + " of the rows; Hudi fails in the task that meets the first one",
                share,
                new Limit(Estimate.exact(0, Unit.SHARE), "Hudi"),
                "Filter rows without a record key, or give them one, before the write.");
    }

    private static boolean isOnlyNull(KeyProfile profile) {
        KeySample sample = profile.sample();
        if (sample.role() != KeyRole.PARTITION_PATH) {
            return sample.nulls() == sample.rows();
        }
        return !profile.top().isEmpty()
                && profile.top().get(0).share().value() > 0.999
                && NULL_PATH.matcher(String.valueOf(profile.top().get(0).key())).matches();
    }

    private static Finding onlyNulls(KeySample sample) {
        return Finding.of(
                RuleCatalog.KEY_ONLY_NULL,
                sample.column(),
                "is null in every row that was read, so it keeps nothing apart: all rows go to one task or folder",
                Estimate.exact(1, Unit.SHARE),
                new Limit(Estimate.exact(0, Unit.SHARE), "a key column"),
                "Check what fills the column, or name another one.");
    }

    private static String name(KeyProfile profile, KeyShare key, GuardConfig config) {
        return KeyNames.name(profile, key, config.keyValues());
    }
}
