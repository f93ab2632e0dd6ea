package io.preflightguard.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
     * @param resources what the shuffle's tasks have, or null if not known
     */
    public static CheckResult judge(
            KeyProfile profile,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        KeySample sample = profile.sample();
        String check = "skew: " + sample.role().label() + " " + sample.column();
        if (sample.rows() == 0) {
            return new CheckResult(check, noRows(sample));
        }
        List<Finding> findings = new ArrayList<>();
        if (sample.role() == KeyRole.RECORD_KEY && sample.nulls() > 0) {
            findings.add(nullRecordKeys(profile, config));
        }
        if (isOnlyNull(profile)) {
            findings.add(onlyNulls(sample));
        }
        PartitionLoad load = PartitionLoad.predict(profile, shuffle.partitions());
        Forecast forecast = Forecast.of(profile, shuffle, load.largestToMean(), inputBytes, resources);
        findings.addAll(new SkewFindings(profile, shuffle, load, forecast, config).all());
        Outcome outcome = Outcome.of(examined(sample), findings);
        if (outcome instanceof Outcome.Passed) {
            outcome = doubts(profile, shuffle, inputBytes, resources, config).orElse(outcome);
        }
        return new CheckResult(check, outcome, measurements(profile, load, forecast, config));
    }

    /**
     * Whether more of the input could change the verdict: not if a limit is broken for certain or kept for certain, by
     * keys that were seen and by any that was not. For a sampler that reads in rounds.
     *
     * @param profile the key's shares, at the confidence of one look
     * @param inputBytes uncompressed bytes of all rows, or null if not known: then any task is taken to be large
     * @param resources what the shuffle's tasks have, or null if not known: then memory is not judged
     */
    public static boolean isDecided(
            KeyProfile profile,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        KeySample sample = profile.sample();
        if (sample.isComplete()) {
            return true;
        }
        if (sample.rows() == 0) {
            return false;
        }
        if (!shuffle.happens()) {
            return true; // what is found is worth a note at most
        }
        if (sample.truncated()) {
            return false;
        }
        PartitionLoad load = PartitionLoad.predict(profile, shuffle.partitions());
        Forecast forecast = Forecast.of(profile, shuffle, load.largestToMean(), inputBytes, resources);
        Set<Standing> standings = EnumSet.of(forecast.memory());
        if (!forecast.isSmall(config)) {
            standings.add(Standing.of(load.largestToMean(), config.skewMaxRatio()));
            config.skewMaxShare()
                    .ifPresent(limit -> profile.top().forEach(key -> standings.add(Standing.of(key.share(), limit))));
        }
        return standings.contains(Standing.BREAKS)
                || (!standings.contains(Standing.OPEN)
                        && (forecast.isSmall(config) || forecast.spill() != Standing.OPEN)
                        && !UnseenKeys.matter(profile, shuffle, inputBytes, resources, config));
    }

    private static List<Measurement> measurements(
            KeyProfile profile, PartitionLoad load, Forecast forecast, GuardConfig config) {
        List<Measurement> measurements = new ArrayList<>();
        if (!profile.top().isEmpty()) {
            KeyShare first = profile.top().get(0);
            measurements.add(new Measurement(
                    "largest key's share (" + KeyNames.name(profile, first, config) + ")", first.share()));
        }
        measurements.add(new Measurement(
                "largest of " + forecast.tasks() + " shuffle partitions, to the mean", load.largestToMean()));
        Estimate bytes = forecast.largestBytes();
        if (bytes != null) {
            measurements.add(new Measurement("largest task, uncompressed", bytes));
        }
        Estimate time = forecast.stageTime();
        if (time != null) {
            measurements.add(new Measurement("time of the stage, to one of equal tasks", time));
        }
        return measurements;
    }

    /** Why a pass would say more than was seen, if it would. */
    private static Optional<Outcome> doubts(
            KeyProfile profile,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        KeySample sample = profile.sample();
        if (UnseenKeys.matter(profile, shuffle, inputBytes, resources, config)) {
            return Optional.of(new Outcome.Skipped(
                    Outcome.SkipReason.UNDECIDED,
                    "no key that was seen is hot, but rows of one key lie together here, and one with up to "
                            + Unit.SHARE.format(profile.unseen().high()) + " of the rows may lie in what was not read ("
                            + examined(sample) + ")",
                    MoreReading.toRuleOutUnseen(
                            profile, UnseenKeys.allowedShare(shuffle, inputBytes, resources, config))));
        }
        if (sample.truncated()) {
            return Optional.of(new Outcome.Skipped(
                    Outcome.SkipReason.UNDECIDED,
                    "only the first rows of long input partitions were read (" + examined(sample)
                            + "), and the rows after them may differ",
                    "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet."));
        }
        return Optional.empty();
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
                        MoreReading.ofAnything(sample));
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
}
