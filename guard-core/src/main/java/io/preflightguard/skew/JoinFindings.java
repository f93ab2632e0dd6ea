package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts into words what a forecast says of a join. Pure. */
final class JoinFindings {

    private final KeyedJoin join;
    private final JoinLoad rows;
    private final @Nullable JoinLoad sortedLoad;
    private final Forecast forecast;
    private final GuardConfig config;

    /** @param sortedLoad the bytes that tasks sort, or null if they sort none or it is not known */
    JoinFindings(KeyedJoin join, JoinLoad rows, @Nullable JoinLoad sortedLoad, Forecast forecast, GuardConfig config) {
        this.join = join;
        this.rows = rows;
        this.sortedLoad = sortedLoad;
        this.forecast = forecast;
        this.config = config;
    }

    /** @param products the products that are not too small to matter, largest first by what they may be */
    List<Finding> all(List<JoinProduct> products) {
        boolean ratioSaysIt =
                !isCut() && Standing.of(forecast.largestToMean(), config.skewMaxRatio()) == Standing.BREAKS;
        return Stream.of(ratio(), outOfMemory(), ratioSaysIt ? null : spill(), product(products))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Finding ratio() {
        Estimate ratio = forecast.largestToMean();
        Standing standing = Standing.of(ratio, config.skewMaxRatio());
        JoinedRows side = rows.side();
        KeyShare key = rows.heaviest();
        if (standing == Standing.KEEPS
                || side == null
                || key == null
                || (standing == Standing.OPEN && isOfUnseen(ratio, config.skewMaxRatio()))) {
            return null;
        }
        boolean nulls = key.key() == null && !join.nullsMatch();
        Rule rule = nulls ? RuleCatalog.JOIN_KEY_NULL_SKEW : RuleCatalog.KEY_SKEW;
        boolean certain = standing == Standing.BREAKS && !isCut();
        String message = "has " + key.share().render() + " of the rows of the " + join.name(side) + " side"
                + (nulls ? ", which match nothing and are kept" : "") + dropped(side) + "; the largest of "
                + join.partitions()
                + " tasks carries " + (certain ? Unit.RATIO.format(ratio.value()) : ratio.render()) + " the mean"
                + (forecast.isSmall(config)
                        ? ", too little to matter"
                        : certain ? ": " + forecast.consequences() : ": undecided, the sample cannot tell for sure");
        Limit limit = new Limit(Estimate.exact(config.skewMaxRatio(), Unit.RATIO), "spark.guard.skew.max-ratio");
        String treatment = nulls
                ? "Filter these rows before the join and add them back after it, or join with SkewJoin, which spreads"
                        + " them over all tasks."
                : "Join with SkewJoin, which spreads this key alone, or treat it apart from the others.";
        return finding(
                rule,
                certain && forecast.isHidden() ? Standing.OPEN : standing,
                side,
                key,
                message,
                ratio,
                limit,
                certain ? treatment : more(side, ratio, config.skewMaxRatio()));
    }

    /** Without it, a key's share of all rows would not seem to be worth what its task carries. */
    private String dropped(JoinedRows side) {
        double share = join.droppedShare(side);
        return share == 0 ? "" : ", of which a null in the key drops " + Unit.SHARE.format(share);
    }

    private @Nullable Finding outOfMemory() {
        TaskResources resources = forecast.resources();
        Estimate held = forecast.heldBytes();
        Standing standing = forecast.memory();
        if (held == null || resources == null || standing == Standing.KEEPS) {
            return null;
        }
        double memory = resources.executionMemoryPerTask();
        if (standing == Standing.OPEN && isOfUnseen(held, memory)) {
            return null;
        }
        JoinedRows side = join.left().consumer().holds() ? join.left() : join.right();
        boolean certain = standing == Standing.BREAKS && !isCut();
        return finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                standing,
                side,
                PartitionLoad.byBytes(side.profile(), join.partitions()).heaviest(),
                "the largest of " + join.partitions() + " tasks builds a hash table of " + held.render() + " of the "
                        + join.name(side) + " side, cannot spill it, and has " + Unit.BYTES.format(memory)
                        + " of execution memory: it " + (certain ? "runs" : "may run") + " out of memory",
                held,
                new Limit(Estimate.exact(memory, Unit.BYTES), "execution memory per task"),
                certain
                        ? "Let Spark sort, which spills: spark.sql.join.preferSortMergeJoin=true."
                        : more(side, held, memory));
    }

    private @Nullable Finding spill() {
        TaskResources resources = forecast.resources();
        Standing standing = forecast.spill();
        if (sortedLoad == null || resources == null || standing == Standing.KEEPS) {
            return null;
        }
        Estimate sorted = sortedLoad.largest();
        JoinedRows side = sortedLoad.side();
        if (side == null) {
            return null;
        }
        double memory = resources.executionMemoryPerTask();
        if (standing == Standing.OPEN && isOfUnseen(sorted, memory)) {
            return null;
        }
        boolean certain = standing == Standing.BREAKS && !isCut();
        return finding(
                RuleCatalog.KEY_SKEW_SPILL,
                standing,
                side,
                sortedLoad.heaviest(),
                "the largest of " + join.partitions() + " tasks carries "
                        + forecast.multipleOfMean() + ", sorts " + sorted.render() + ", and has "
                        + Unit.BYTES.format(memory) + " of execution memory: " + forecast.consequences(),
                sorted,
                new Limit(Estimate.exact(memory, Unit.BYTES), "execution memory per task"),
                certain
                        ? "Join with SkewJoin, or give a task more memory: fewer cores per executor."
                        : more(side, sorted, memory));
    }

    private @Nullable Finding product(List<JoinProduct> products) {
        List<JoinProduct> certain = products.stream()
                .filter(product -> Standing.of(product.growth(join), config.maxJoinGrowth()) == Standing.BREAKS)
                .toList();
        if (certain.isEmpty()) {
            return null;
        }
        JoinProduct worst = certain.get(0);
        return finding(
                RuleCatalog.JOIN_PRODUCT_EXPLODES,
                Standing.BREAKS,
                worst.side(),
                worst.key(),
                "alone makes " + worst.rows().render() + " of the join's rows in one task: "
                        + Unit.COUNT.format(worst.left().value()) + " on the left times "
                        + Unit.COUNT.format(worst.right().value()) + " on the right"
                        + (certain.size() == 1 ? "" : "; " + (certain.size() - 1) + " more keys break the limit too"),
                worst.growth(join),
                new Limit(Estimate.exact(config.maxJoinGrowth(), Unit.RATIO), "spark.guard.skew.max-join-growth"),
                "Check that the join names all columns of the key, and that one side has one row a key; if so many rows"
                        + " are meant, raise the limit and join with SkewJoin.");
    }

    private Finding finding(
            Rule rule,
            Standing standing,
            JoinedRows side,
            @Nullable KeyShare key,
            String message,
            Estimate observed,
            Limit limit,
            String suggestion) {
        boolean small = !rule.equals(RuleCatalog.KEY_SKEW_OUT_OF_MEMORY)
                && !rule.equals(RuleCatalog.JOIN_PRODUCT_EXPLODES)
                && forecast.isSmall(config);
        Severity severity = SkewFindings.severity(
                rule, isCut() ? Standing.OPEN : standing, side.profile().sample(), small, config);
        KeyProfile profile = side.profile();
        return new Finding(
                rule,
                severity,
                key == null ? profile.sample().column() : KeyNames.name(profile, key, config),
                message,
                observed,
                limit,
                severity == Severity.INFO ? "Nothing to do for this join." : suggestion,
                List.of());
    }

    /** Whether an open limit is so for keys that were not read, which no finding can name. */
    private boolean isOfUnseen(Estimate estimate, double limit) {
        return estimate.value() <= limit
                && Stream.of(join.left(), join.right())
                        .map(JoinedRows::profile)
                        .anyMatch(
                                profile -> !profile.mixed() && !profile.sample().isComplete());
    }

    private String more(JoinedRows side, Estimate estimate, double limit) {
        return MoreReading.toDecide(
                side.profile(),
                estimate,
                limit,
                join.partitions(),
                AllowedShare.ofSide(join, side, forecast.resources(), config));
    }

    private boolean isCut() {
        return join.left().profile().sample().truncated()
                || join.right().profile().sample().truncated();
    }
}
