package io.preflightguard.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a join by both of its sides: what its tasks carry, and how many rows a hot key makes. Pure. What findings
 * suggest, {@code SkewJoin} of guard-spark does.
 */
public final class JoinSkewRules {

    private static final List<ShuffleConsumer> ANY = List.of(ShuffleConsumer.values());
    private static final List<ShuffleConsumer> SORTED = List.of(ShuffleConsumer.SPILLS);
    private static final List<ShuffleConsumer> HELD = List.of(ShuffleConsumer.HOLDS_TASK, ShuffleConsumer.HOLDS_KEY);

    private final KeyedJoin join;
    private final @Nullable TaskResources resources;
    private final GuardConfig config;
    private final JoinLoad rows;
    private final @Nullable JoinLoad sorted;
    private final Forecast forecast;

    private JoinSkewRules(KeyedJoin join, @Nullable TaskResources resources, GuardConfig config) {
        this.join = join;
        this.resources = resources;
        this.config = config;
        this.rows = JoinLoad.ofRows(join);
        this.sorted = JoinLoad.ofBytes(join, SORTED);
        this.forecast = new Forecast(
                join.partitions(),
                rows.largestToMean(join.partitions()),
                sorted == null ? null : sorted.largestToMean(join.partitions()),
                largest(JoinLoad.ofBytes(join, ANY)),
                largest(JoinLoad.ofBytes(join, HELD)),
                largest(sorted),
                resources);
    }

    /**
     * Judges a join.
     *
     * @param resources what the join's tasks have, or null if not known: then memory is not judged
     */
    public static CheckResult judge(KeyedJoin join, @Nullable TaskResources resources, GuardConfig config) {
        KeySample left = join.left().profile().sample();
        KeySample right = join.right().profile().sample();
        String check =
                "skew: join by " + left.column() + (left.column().equals(right.column()) ? "" : " = " + right.column());
        for (JoinedRows side : List.of(join.left(), join.right())) {
            KeySample sample = side.profile().sample();
            if (sample.rows() == 0 && !sample.isComplete()) {
                return new CheckResult(
                        check,
                        undecided(
                                "no rows in what was read of the " + join.name(side) + " side",
                                MoreReading.ofAnything(sample)));
            }
        }
        if (join.left().rows().value() + join.right().rows().value() == 0) {
            return new CheckResult(
                    check,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_APPLICABLE,
                            "neither side has rows",
                            "Check why the inputs are empty."));
        }
        return new JoinSkewRules(join, resources, config).result(check);
    }

    private CheckResult result(String check) {
        List<JoinProduct> products =
                JoinProduct.of(join).stream().filter(this::isLarge).toList();
        List<Finding> findings = new JoinFindings(join, rows, sorted, forecast, config).all(products);
        Outcome outcome = Outcome.of(examined(), findings);
        if (outcome instanceof Outcome.Passed) {
            outcome = doubts(products, outcome);
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                "largest of " + join.partitions() + " tasks of the join, to the mean", forecast.largestToMean()));
        Estimate bytes = forecast.largestBytes();
        if (bytes != null) {
            measurements.add(new Measurement("largest task, uncompressed", bytes));
        }
        Estimate time = forecast.stageTime();
        if (time != null) {
            measurements.add(new Measurement("time of the stage, to one of equal tasks", time));
        }
        return new CheckResult(check, outcome, measurements);
    }

    private Outcome doubts(List<JoinProduct> products, Outcome passed) {
        for (JoinedRows side : List.of(join.left(), join.right())) {
            if (side.profile().sample().truncated()) {
                return undecided(
                        "only the first rows of long input partitions of the " + join.name(side) + " side were read",
                        "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet.");
            }
        }
        if (mayBreak()) {
            return undecided(leastKnown());
        }
        for (JoinProduct product : products) {
            if (Standing.of(product.growth(join), config.maxJoinGrowth()) == Standing.OPEN) {
                KeyShare key = product.key();
                String name = key == null
                        ? "a key that is frequent on neither side"
                        : KeyNames.name(product.side().profile(), key, config);
                return undecided(
                        name + " may make up to "
                                + Unit.COUNT.format(product.rows().high())
                                + " of the join's rows: the samples leave open how many rows it has on both sides",
                        key == null
                                ? "Read more of both sides (spark.guard.sample.max-partitions), or make sure that one"
                                        + " side has one row a key."
                                : "Count the rows of this key on both sides; their product is what the join makes.");
            }
        }
        return passed;
    }

    /** Whether a limit that no finding speaks of may be broken. */
    private boolean mayBreak() {
        return forecast.memory() != Standing.KEEPS
                || (!forecast.isSmall(config)
                        && (forecast.spill() != Standing.KEEPS
                                || Standing.of(forecast.largestToMean(), config.skewMaxRatio()) != Standing.KEEPS));
    }

    /** The side whose unseen keys may have most rows is the one to read more of. */
    private Outcome undecided(JoinedRows side) {
        KeyProfile profile = side.profile();
        String largest = "the largest of " + join.partitions() + " tasks may carry "
                + Unit.RATIO.format(forecast.largestToMean().high()) + " the mean";
        if (profile.sample().isComplete()) {
            return undecided(
                    "no key is hot, but " + largest + " if keys too rare to be counted one by one fall together",
                    "Join with fewer partitions (spark.sql.shuffle.partitions): each then has more of these keys, and"
                            + " they even out.");
        }
        return undecided(
                profile.mixed()
                        ? "no key that was seen is hot, but " + largest
                        : "no key that was seen is hot, but one with up to "
                                + Unit.SHARE.format(profile.unseen().high()) + " of the rows of the "
                                + join.name(side) + " side may lie in what was not read",
                MoreReading.toDecide(
                        profile,
                        forecast.largestToMean(),
                        config.skewMaxRatio(),
                        join.partitions(),
                        AllowedShare.ofSide(join, side, resources, config)));
    }

    private JoinedRows leastKnown() {
        return unseenRows(join.left()) >= unseenRows(join.right()) ? join.left() : join.right();
    }

    private static double unseenRows(JoinedRows side) {
        return side.profile().unseen().high() * side.rows().high();
    }

    private static Outcome undecided(String explanation, String wayOut) {
        return new Outcome.Skipped(Outcome.SkipReason.UNDECIDED, explanation, wayOut);
    }

    private static @Nullable Estimate largest(@Nullable JoinLoad load) {
        return load == null ? null : load.largest();
    }

    private boolean isLarge(JoinProduct product) {
        return product.bytesAtMost(join) >= config.skewMinTaskSize();
    }

    private String examined() {
        return Unit.COUNT.format(join.left().profile().sample().rows()) + " rows of the left side, "
                + Unit.COUNT.format(join.right().profile().sample().rows()) + " of the right";
    }
}
