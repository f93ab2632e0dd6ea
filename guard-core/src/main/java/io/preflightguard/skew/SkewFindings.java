package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Remedy;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.config.OnSkew;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts into words what a forecast says of one keyed shuffle. Pure. */
final class SkewFindings {

    private static final String NOTHING_TO_DO = "Nothing to do for this write.";

    private final KeyProfile profile;
    private final KeyedShuffle shuffle;
    private final PartitionLoad load;
    private final Forecast forecast;
    private final double allowed;
    private final GuardConfig config;

    /** @param allowed the largest share of the rows that one task may have */
    SkewFindings(
            KeyProfile profile,
            KeyedShuffle shuffle,
            PartitionLoad load,
            Forecast forecast,
            double allowed,
            GuardConfig config) {
        this.profile = profile;
        this.shuffle = shuffle;
        this.load = load;
        this.forecast = forecast;
        this.allowed = allowed;
        this.config = config;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        add(findings, share());
        add(findings, ratio());
        add(findings, outOfMemory());
        if (!isCertain(Standing.of(load.largestToMean(), config.skewMaxRatio()))) {
            add(findings, spill()); // otherwise the ratio's finding says that it spills
        }
        return findings;
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    /** How grave a broken rule is here. */
    static Severity severity(Rule rule, Standing standing, KeySample sample, boolean note, GuardConfig config) {
        if (note) {
            return Severity.INFO;
        }
        boolean certain = standing == Standing.BREAKS && !sample.truncated();
        return certain && config.onSkew() != OnSkew.WARN ? rule.severity() : Severity.WARN;
    }

    private @Nullable Finding ratio() {
        Estimate ratio = load.largestToMean();
        Standing standing = Standing.of(ratio, config.skewMaxRatio());
        KeyShare heaviest = load.heaviest();
        if (standing == Standing.KEEPS
                || (standing == Standing.OPEN && (heaviest == null || isOfUnseen(ratio, config.skewMaxRatio())))) {
            return null;
        }
        boolean certain = isCertain(standing);
        Severity severity = severity(RuleCatalog.KEY_SKEW, standing, profile.sample(), isNote(), config);
        if (severity == Severity.FAIL && forecast.isHidden()) {
            severity = Severity.WARN;
        }
        String message = (heaviest == null ? "" : "has " + heaviest.share().render() + " of the rows; ")
                + "the largest of " + shuffle.partitions()
                + " tasks carries " + (certain ? Unit.RATIO.format(ratio.value()) : ratio.render()) + " the mean"
                + taskBytes() + ending(certain);
        return finding(
                RuleCatalog.KEY_SKEW,
                severity,
                heaviest,
                message,
                ratio,
                new Limit(Estimate.exact(config.skewMaxRatio(), Unit.RATIO), "spark.guard.skew.max-ratio"),
                certain ? treatment() : more(ratio, config.skewMaxRatio()));
    }

    private @Nullable Finding share() {
        if (config.skewMaxShare().isEmpty()) {
            return null;
        }
        double limit = config.skewMaxShare().get();
        KeyShare key = aboveOrOpen(limit);
        if (key == null) {
            return null;
        }
        Standing standing = Standing.of(key.share(), limit);
        boolean certain = isCertain(standing);
        return finding(
                RuleCatalog.KEY_SKEW,
                severity(RuleCatalog.KEY_SKEW, standing, profile.sample(), isNote(), config),
                key,
                "has " + key.share().render() + " of the rows" + ending(certain),
                key.share(),
                new Limit(Estimate.exact(limit, Unit.SHARE), "spark.guard.skew.max-share"),
                certain ? treatment() : more(key.share(), limit));
    }

    private @Nullable KeyShare aboveOrOpen(double limit) {
        KeyShare open = null;
        for (KeyShare key : profile.top()) {
            Standing standing = Standing.of(key.share(), limit);
            if (standing == Standing.BREAKS) {
                return key;
            }
            open = open == null && standing == Standing.OPEN && !isOfUnseen(key.share(), limit) ? key : open;
        }
        // The interval of the most frequent key is the narrower: it is one key, and not the worst of many.
        return Standing.of(profile.largest(), limit) == Standing.KEEPS ? null : open;
    }

    private @Nullable Finding outOfMemory() {
        TaskResources resources = forecast.resources();
        Estimate held = forecast.heldBytes();
        Standing standing = forecast.memory();
        if (standing == Standing.KEEPS || resources == null || held == null) {
            return null;
        }
        double memory = resources.executionMemoryPerTask();
        if (standing == Standing.OPEN && isOfUnseen(forecast.largestBytes(), memory)) {
            return null;
        }
        boolean certain = isCertain(standing);
        String what = shuffle.consumer() == ShuffleConsumer.HOLDS_KEY
                ? "one task collects the values of a key and holds "
                : "the largest of " + shuffle.partitions() + " tasks holds all its rows, ";
        return finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                severity(RuleCatalog.KEY_SKEW_OUT_OF_MEMORY, standing, profile.sample(), !shuffle.happens(), config),
                heaviestByBytes(),
                what + held.render() + " at once, cannot spill, and has " + Unit.BYTES.format(memory)
                        + " of execution memory: it " + (certain ? "runs" : "may run") + " out of memory"
                        + (shuffle.happens() ? "" : " if rows are ever shuffled by it"),
                held,
                new Limit(Estimate.exact(memory, Unit.BYTES), "execution memory per task"),
                certain || profile.sample().isComplete() ? holding() : more(held, memory));
    }

    private @Nullable Finding spill() {
        TaskResources resources = forecast.resources();
        Estimate sorted = forecast.sortedBytes();
        Standing standing = forecast.spill();
        if (standing == Standing.KEEPS || resources == null || sorted == null) {
            return null;
        }
        double memory = resources.executionMemoryPerTask();
        if (standing == Standing.OPEN && isOfUnseen(sorted, memory)) {
            return null;
        }
        boolean certain = isCertain(standing);
        return finding(
                RuleCatalog.KEY_SKEW_SPILL,
                severity(RuleCatalog.KEY_SKEW_SPILL, standing, profile.sample(), isNote(), config),
                heaviestByBytes(),
                "the largest of " + shuffle.partitions() + " tasks carries "
                        + forecast.multipleOfMean() + ", " + sorted.render() + ", and has "
                        + Unit.BYTES.format(memory) + " of execution memory: " + forecast.consequences()
                        + (shuffle.happens() ? "" : " if rows are ever shuffled by it"),
                sorted,
                new Limit(Estimate.exact(memory, Unit.BYTES), "execution memory per task"),
                certain ? treatment() : more(sorted, memory));
    }

    /**
     * Whether an open limit is so for keys that were not read: what was seen keeps it, and rows of one key lie together.
     * No key is to be named for that; {@link SkewRules} says it.
     */
    private boolean isOfUnseen(@Nullable Estimate estimate, double limit) {
        return !profile.mixed() && !profile.sample().isComplete() && estimate != null && estimate.value() <= limit;
    }

    private String more(Estimate estimate, double limit) {
        return MoreReading.toDecide(profile, estimate, limit, shuffle.partitions(), allowed);
    }

    private boolean isCertain(Standing standing) {
        return standing == Standing.BREAKS && !profile.sample().truncated();
    }

    /** Whether the finding is only worth knowing. */
    private boolean isNote() {
        return !shuffle.happens() || forecast.isSmall(config);
    }

    private String taskBytes() {
        Estimate bytes = forecast.largestBytes();
        return bytes == null ? "" : ", " + Unit.BYTES.format(bytes.value());
    }

    private String ending(boolean certain) {
        if (!shuffle.happens()) {
            return " if rows are ever shuffled by it";
        }
        if (forecast.isSmall(config)) {
            return ", too little to matter";
        }
        return certain ? ": " + forecast.consequences() : ": undecided, the sample cannot tell for sure";
    }

    private @Nullable KeyShare heaviestByBytes() {
        return PartitionLoad.byBytes(profile, shuffle.partitions()).heaviest();
    }

    private Finding finding(
            Rule rule,
            Severity severity,
            @Nullable KeyShare key,
            String message,
            Estimate observed,
            Limit limit,
            String suggestion) {
        boolean spreads = severity != Severity.INFO
                && shuffle.spreadable()
                && profile.sample().role() == KeyRole.PARTITION_PATH;
        List<Remedy> remedies = spreads ? List.of(SlotPlan.spread(profile, shuffle.partitions())) : List.of();
        return new Finding(
                rule,
                severity,
                key == null ? profile.sample().column() : KeyNames.name(profile, key, config),
                message,
                observed,
                limit,
                severity == Severity.INFO ? NOTHING_TO_DO : suggestion,
                remedies);
    }

    private String treatment() {
        boolean salts = config.onSkew() == OnSkew.SALT;
        return switch (profile.sample().role()) {
            case PARTITION_PATH ->
                !shuffle.spreadable()
                        ? "The guard cannot spread it: the write names no record key to spread rows by. Name one, or set"
                                + " hoodie.bulkinsert.sort.mode=GLOBAL_SORT."
                        : salts
                                ? "A guarded write spreads it, as spark.guard.skew.on-violation=salt asks."
                                : "Let the guard spread it with spark.guard.skew.on-violation=salt,"
                                        + " or set hoodie.bulkinsert.sort.mode=GLOBAL_SORT.";
            case RECORD_KEY ->
                "Drop the repeated rows of this key before the write; do not salt it, that makes duplicates.";
            case KEY_COLUMN ->
                (salts ? "The guard cannot salt a shuffle that the job makes itself: salt" : "Salt")
                        + " this key in the job, or treat it apart from the others.";
        };
    }

    private String holding() {
        return shuffle.consumer() == ShuffleConsumer.HOLDS_KEY
                ? "Collect fewer values of this key, or aggregate without collecting them; no salt makes one key's result"
                        + " smaller."
                : "Salt this key in the job, or let Spark sort, which spills: spark.sql.join.preferSortMergeJoin=true.";
    }
}
