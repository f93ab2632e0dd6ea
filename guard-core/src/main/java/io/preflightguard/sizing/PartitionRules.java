package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.List;

/** Judges how many partitions a shuffle has. Pure. */
final class PartitionRules {

    /** A core that starts so many tasks one after another for next to no data waits for the scheduler most of the time. */
    private static final int WAVES_OF_CRUMBS = 10;

    private static final String ADVISORY = "spark.sql.adaptive.advisoryPartitionSizeInBytes";

    private static final String SKEWED_FACTOR = "spark.shuffle.accurateBlockSkewedFactor";

    private PartitionRules() {}

    /** @param shape with the partitions that are set, before adaptive execution merges any */
    static List<Finding> judge(
            Load load, ShuffleShape shape, Estimate largestToMean, WriteConditions conditions, Fleet fleet) {
        List<Finding> findings = new ArrayList<>();
        int recommended = PartitionAdvice.recommended(load, shape, fleet);
        int divided = addTooFew(findings, load, shape, largestToMean, recommended, conditions, fleet);
        addMergedTooFar(findings, load, shape, divided, recommended, largestToMean, conditions.adaptive(), fleet);
        addTooMany(findings, load, shape, recommended, conditions.adaptive(), fleet);
        addAveraged(findings, shape, conditions);
        return findings;
    }

    /** How many partitions there are once what was found is set right. */
    private static int addTooFew(
            List<Finding> findings,
            Load load,
            ShuffleShape shape,
            Estimate largestToMean,
            int recommended,
            WriteConditions conditions,
            Fleet fleet) {
        Spill spill = load.spill(shape, shape.partitions(), largestToMean, fleet);
        if (!spill.isPossible()) {
            return shape.partitions();
        }
        // If the mean task fits, one hot key is the trouble, and more partitions do not divide it.
        boolean divides = load.spill(shape, shape.partitions(), Estimate.exact(1, Unit.RATIO), fleet)
                        .isPossible()
                && recommended > shape.partitions();
        // What sorts rows where they are cannot have more tasks than the input has partitions.
        boolean asTheyCome = shape.volume().high() == 0 && conditions.writingTasks() < recommended;
        List<Remedy> remedies = divides && !asTheyCome ? List.of(setting(shape.setBy(), recommended)) : List.of();
        findings.add(tooFew(
                shape.setBy(),
                spills(spill, load.task(shape.partitions(), largestToMean), shape.partitions()),
                spill,
                !divides
                        ? "Spread the hot key (see KEY_SKEW); more partitions do not divide it."
                        : asTheyCome
                                ? "Repartition the input to " + recommended
                                        + " first: this sorts its partitions as they come, and makes no more of them."
                                : "Set " + shape.setBy() + " to " + recommended + ".",
                remedies));
        return divides ? recommended : shape.partitions();
    }

    private static void addMergedTooFar(
            List<Finding> findings,
            Load load,
            ShuffleShape shape,
            int partitions,
            int recommended,
            Estimate largestToMean,
            AdaptiveShuffle adaptive,
            Fleet fleet) {
        int tasks = adaptive.tasks(load.shuffleBytes().value(), partitions);
        Spill merged = load.spill(shape, tasks, largestToMean, fleet);
        if (tasks == partitions
                || !merged.isPossible()
                || load.spill(shape, partitions, largestToMean, fleet).isPossible()) {
            return;
        }
        long target = Math.max(1, (long) Math.ceil(load.shuffleBytes().value() / recommended));
        findings.add(tooFew(
                ADVISORY,
                "adaptive execution merges " + partitions + " partitions to " + tasks + " by their compressed size; "
                        + spills(merged, load.task(tasks, largestToMean), tasks),
                merged,
                "Set " + ADVISORY + " to " + target + ".",
                List.of(new Remedy.SetSessionConf(ADVISORY, Long.toString(target)))));
    }

    private static String spills(Spill spill, Estimate task, int tasks) {
        return "the largest of " + tasks + (tasks == 1 ? " task" : " tasks") + " holds " + task.render()
                + ", needs " + Unit.BYTES.format(spill.memoryOfLargest().value()) + " to sort it, and has "
                + Unit.BYTES.format(spill.memoryPerTask()) + " of execution memory: it "
                + (spill.isCertain() ? "spills " : "may spill ")
                + Unit.BYTES.format(spill.perWorker().high()) + " per worker";
    }

    private static Finding tooFew(
            String subject, String message, Spill spill, String suggestion, List<Remedy> remedies) {
        return new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW,
                Severity.WARN,
                subject,
                message,
                spill.memoryOfLargest(),
                new Limit(Estimate.exact(spill.memoryPerTask(), Unit.BYTES), "execution memory per task"),
                suggestion,
                remedies);
    }

    private static void addTooMany(
            List<Finding> findings,
            Load load,
            ShuffleShape shape,
            int recommended,
            AdaptiveShuffle adaptive,
            Fleet fleet) {
        int tasks = adaptive.tasks(load.shuffleBytes().value(), shape.partitions());
        double perTask = load.rawBytes().high() / tasks;
        if (perTask >= PartitionAdvice.IDLE_CORE_TASK_BYTES
                || tasks < (double) WAVES_OF_CRUMBS * fleet.slots()
                || shape.volume().high() == 0) {
            return;
        }
        findings.add(new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_MANY,
                Severity.WARN,
                shape.setBy(),
                tasks + " tasks carry " + Unit.BYTES.format(perTask) + " each, " + tasks / fleet.slots()
                        + " one after another on every core: most of the time goes into starting them and fetching"
                        + " small blocks",
                Estimate.exact(tasks, Unit.COUNT),
                new Limit(
                        Estimate.exact((double) WAVES_OF_CRUMBS * fleet.slots(), Unit.COUNT),
                        WAVES_OF_CRUMBS + " tasks a core while each has less than 1 MiB"),
                "Set " + shape.setBy() + " to " + recommended + ".",
                List.of(setting(shape.setBy(), recommended))));
    }

    private static void addAveraged(List<Finding> findings, ShuffleShape shape, WriteConditions conditions) {
        if (shape.partitions() <= conditions.averagedAbove() || shape.volume().high() == 0) {
            return;
        }
        boolean misleads = conditions.adaptive().enabled();
        findings.add(new Finding(
                RuleCatalog.MAP_STATUS_AVERAGED,
                misleads ? Severity.WARN : Severity.INFO,
                shape.setBy(),
                "with more than " + conditions.averagedAbove() + " partitions Spark keeps one average for all blocks of"
                        + " a task that are under 100 MiB"
                        + (misleads
                                ? ", so adaptive execution merges partitions without knowing which are large"
                                : ", so its UI and adaptive execution do not show which partitions are large"),
                Estimate.exact(shape.partitions(), Unit.COUNT),
                new Limit(
                        Estimate.exact(conditions.averagedAbove(), Unit.COUNT),
                        "spark.shuffle.minNumPartitionsToHighlyCompress"),
                "Set " + shape.setBy() + " to at most " + conditions.averagedAbove() + ", or launch with --conf "
                        + SKEWED_FACTOR + "=5.",
                List.of(new Remedy.NeedsLaunchConf(SKEWED_FACTOR, "5"))));
    }

    private static Remedy setting(String key, int value) {
        String text = Integer.toString(value);
        return key.startsWith("spark.") ? new Remedy.SetSessionConf(key, text) : new Remedy.SetWriteOption(key, text);
    }
}
