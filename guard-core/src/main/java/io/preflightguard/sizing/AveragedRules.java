package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges whether adaptive execution knows the sizes it acts on. Pure. */
final class AveragedRules {

    private static final String SKEWED_FACTOR = "spark.shuffle.accurateBlockSkewedFactor";

    private AveragedRules() {}

    /**
     * A finding if adaptive execution acts on averages.
     *
     * @param setBy what sets the partitions
     * @param splits whether a join of the job shuffles both sides, so that skewed partitions would be split
     * @param merges whether partitions of the write's shuffle are merged
     */
    static Optional<Finding> judge(
            String setBy, int partitions, boolean splits, boolean merges, ShuffleSettings shuffles) {
        if (partitions <= shuffles.averagedAbove() || !(splits || merges)) {
            return Optional.empty();
        }
        List<String> harms = new ArrayList<>();
        if (merges) {
            harms.add("adaptive execution merges partitions without knowing which are large");
        }
        if (splits) {
            harms.add("adaptive execution sees no skew in a join and splits nothing");
        }
        return Optional.of(new Finding(
                RuleCatalog.MAP_STATUS_AVERAGED,
                RuleCatalog.MAP_STATUS_AVERAGED.severity(),
                setBy,
                "with more than " + shuffles.averagedAbove() + " partitions Spark keeps one average for all blocks of a"
                        + " task that are under " + Unit.BYTES.format(shuffles.accurateBlockBytes()) + ", so "
                        + String.join(", and ", harms),
                Estimate.exact(partitions, Unit.COUNT),
                new Limit(
                        Estimate.exact(shuffles.averagedAbove(), Unit.COUNT),
                        "spark.shuffle.minNumPartitionsToHighlyCompress"),
                "Launch with --conf " + SKEWED_FACTOR + "=5, or take fewer partitions if a task's data fits its memory"
                        + " then.",
                List.of(new Remedy.NeedsLaunchConf(SKEWED_FACTOR, "5"))));
    }
}
