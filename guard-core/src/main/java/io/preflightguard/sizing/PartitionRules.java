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
import java.util.function.IntFunction;

/** Judges how many partitions a shuffle has. Pure. */
final class PartitionRules {

    /** A core that starts so many tasks one after another for next to no data waits for the scheduler most of the time. */
    private static final int WAVES_OF_CRUMBS = 10;

    /** How many times the least partitions that may do are tried at most, and how many numbers of them. */
    private static final int MOST_MORE = 4;

    private static final int TRIES = 64;

    private static final String ADVISORY = "spark.sql.adaptive.advisoryPartitionSizeInBytes";
    private static final String COALESCE = "spark.sql.adaptive.coalescePartitions.enabled";
    private static final String SPLIT_SIZE = "spark.sql.files.maxPartitionBytes";

    private final Sizes sizes;
    private final ShuffleShape shape;
    private final IntFunction<TaskSizes> tasksOf;
    private final AdaptiveShuffle adaptive;
    private final Fleet fleet;
    private final int recommended;
    private final List<Finding> findings = new ArrayList<>();

    private PartitionRules(Sizes sizes, IntFunction<TaskSizes> tasksOf, Fleet fleet) {
        this.sizes = sizes;
        this.shape = sizes.shape();
        this.tasksOf = tasksOf;
        this.adaptive = sizes.conditions().adaptive();
        this.fleet = fleet;
        this.recommended = PartitionAdvice.recommended(sizes.load(), shape, fleet);
    }

    /** @param tasksOf how unevenly rows would fall into another number of partitions */
    static List<Finding> judge(Sizes sizes, IntFunction<TaskSizes> tasksOf, Fleet fleet) {
        if (!sizes.shape().hasSetPartitions()) {
            return List.of();
        }
        PartitionRules rules = new PartitionRules(sizes, tasksOf, fleet);
        rules.addMergedTooFar(rules.addTooFew());
        rules.addTooMany();
        rules.addWritersSpill();
        return rules.findings;
    }

    /** How many partitions there are once what was found is set right. */
    private int addTooFew() {
        int partitions = shape.partitions();
        Spill spill = unmerged(partitions, unevenness(partitions));
        if (!spill.isPossible()) {
            return partitions;
        }
        int advised = advised(partitions);
        boolean enough = fits(advised);
        // One hot key stays one task: more partitions help only where the mean task is too large as well.
        boolean helps =
                enough || unmerged(partitions, Estimate.exact(1, Unit.RATIO)).isPossible();
        // What sorts rows where they are cannot have more tasks than the input has partitions.
        boolean inPlace = shape.isInPlace() && sizes.conditions().writingTasks() < advised;
        String set = (inPlace
                        ? "Repartition the input to " + advised + " and set " + shape.setBy()
                                + " to as many: this sorts"
                                + " the input's partitions as they come, and makes no more of them."
                        : "Set " + shape.setBy() + " to " + advised + ".")
                + (writersSpill(advised)
                        ? " Tasks that write more than "
                                + sizes.conditions().shuffles().bypassedUpTo()
                                + " partitions sort them, and spill then, too: make more partitions of the input as well."
                        : "");
        String spread = "Spread the hot key or choose a more even one (see KEY_SKEW)";
        ReadTasks tasks = ReadTasks.of(sizes.load(), partitions, AdaptiveShuffle.off(), unevenness(partitions));
        findings.add(tooFew(
                shape.setBy(),
                spills(spill, tasks),
                spill,
                enough
                        ? set
                        : helps
                                ? set + " " + spread + ", too: the largest task spills even then."
                                : spread + "; up to " + mostTried(partitions) + " partitions do not divide it.",
                helps && !inPlace ? List.of(setting(shape.setBy(), advised)) : List.of()));
        return helps ? advised : partitions;
    }

    /**
     * As many partitions as are recommended, or more of which none spills: the hashes of a few paths fall together in
     * other ways in each number of partitions, and what is enough for even tasks is not for them. If none fits, as many as
     * would if rows fell evenly.
     */
    private int advised(int partitions) {
        int least = leastTried(partitions);
        int most = mostTried(partitions);
        int step = Math.max(1, (int) Math.ceil((double) (most - least) / TRIES / fleet.slots())) * fleet.slots();
        for (long count = least; count <= most; count += step) {
            if (fits(Math.toIntExact(count))) {
                return Math.toIntExact(count);
            }
        }
        return least;
    }

    /** The recommended number, or one wave more than there is if that is more. */
    private int leastTried(int partitions) {
        int slots = fleet.slots();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(recommended, (long) (partitions / slots + 1) * slots));
    }

    private int mostTried(int partitions) {
        return (int) Math.min(Integer.MAX_VALUE, (long) MOST_MORE * leastTried(partitions));
    }

    private boolean fits(int partitions) {
        return !unmerged(partitions, unevenness(partitions)).isPossible();
    }

    private boolean writersSpill(int partitions) {
        return sizes.writerSpill(partitions, fleet).isPossible();
    }

    private Estimate unevenness(int partitions) {
        return tasksOf.apply(partitions).largestToMean();
    }

    private void addMergedTooFar(int partitions) {
        Estimate largestToMean = unevenness(partitions);
        Spill merged = sizes.spill(partitions, adaptive, largestToMean, fleet);
        ReadTasks tasks = ReadTasks.of(sizes.load(), partitions, adaptive, largestToMean);
        if (tasks.fewest() == partitions
                || !merged.isPossible()
                || unmerged(partitions, largestToMean).isPossible()) {
            return;
        }
        long target = (long) Math.max(1, Math.floor(sizes.load().shuffleBytes().low() / recommended));
        boolean fits = target >= adaptive.minPartitionBytes()
                && !sizes.spill(partitions, adaptive.withAdvisory(target), largestToMean, fleet)
                        .isPossible();
        findings.add(tooFew(
                ADVISORY,
                "adaptive execution merges " + partitions + " partitions to " + tasks.count()
                        + " by their compressed size; " + spills(merged, tasks),
                merged,
                fits
                        ? "Set " + ADVISORY + " to " + target + forThisWriteAlone(ADVISORY) + "."
                        : "Set " + COALESCE + " to false for this job: no advised size makes merged tasks fit.",
                fits && !decidesOnInput(ADVISORY)
                        ? List.of(new Remedy.SetSessionConf(ADVISORY, Long.toString(target)))
                        : List.of()));
    }

    /** Whether a setting decides on shuffles that the rows come out of, too, which it may not fit. */
    private boolean decidesOnInput(String key) {
        return sizes.conditions().inputShuffles() && key.startsWith("spark.");
    }

    private String forThisWriteAlone(String key) {
        return decidesOnInput(key)
                ? " for this write alone: write the rows that joins or groupings make to files first"
                : "";
    }

    private Spill unmerged(int partitions, Estimate unevenness) {
        return sizes.spill(partitions, AdaptiveShuffle.off(), unevenness, fleet);
    }

    private String spills(Spill spill, ReadTasks tasks) {
        String holds = "the largest of " + tasks.count() + (tasks.count() == 1 ? " task" : " tasks") + " holds "
                + tasks.largestBytes(sizes.load()).render();
        String has = " and has " + Unit.BYTES.format(spill.memoryPerTask()) + " of execution memory: ";
        if (spill.objects()) {
            return holds + " as serialised, more as objects," + has + "it does not fit";
        }
        return holds + ", needs " + Unit.BYTES.format(spill.holds().value()) + " to sort it," + has + "tasks that run"
                + " together " + (spill.isCertain() ? "spill " : "may spill ")
                + Unit.BYTES.format(spill.perWorker().high()) + " per worker";
    }

    private static Finding tooFew(
            String subject, String message, Spill spill, String suggestion, List<Remedy> remedies) {
        return new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW,
                Severity.WARN,
                subject,
                message,
                spill.holds(),
                new Limit(Estimate.exact(spill.memoryPerTask(), Unit.BYTES), "execution memory per task"),
                suggestion,
                remedies);
    }

    private void addTooMany() {
        int tasks = Math.min(sizes.readers().count(), sizes.conditions().coalescedTo());
        double perTask = sizes.load().rawBytes().high() / tasks;
        double limit = (double) WAVES_OF_CRUMBS * fleet.slots();
        boolean fewer = tasks < limit || fleet.mayGrow();
        if (perTask >= PartitionAdvice.IDLE_CORE_TASK_BYTES || fewer || shape.isInPlace()) {
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
                        Estimate.exact(limit, Unit.COUNT),
                        WAVES_OF_CRUMBS + " tasks a core while each has less than 1 MiB"),
                "Set " + shape.setBy() + " to " + recommended + forThisWriteAlone(shape.setBy()) + ".",
                decidesOnInput(shape.setBy()) ? List.of() : List.of(setting(shape.setBy(), recommended))));
    }

    /** Costs time and disk, but no setting of the write changes it. */
    private void addWritersSpill() {
        Spill spill = sizes.writerSpill(fleet);
        if (!spill.isPossible()) {
            return;
        }
        double spilled = spill.ofAllTasks().value();
        findings.add(new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW,
                Severity.INFO,
                SPLIT_SIZE,
                "each of " + sizes.conditions().writingTasks() + " tasks that write the shuffle needs "
                        + spill.holds().render() + " to sort its part of the input and has "
                        + Unit.BYTES.format(spill.memoryPerTask()) + " of execution memory: together they spill "
                        + (spilled > 0
                                ? Unit.BYTES.format(spilled)
                                : "up to "
                                        + Unit.BYTES.format(spill.ofAllTasks().high())),
                spill.holds(),
                new Limit(Estimate.exact(spill.memoryPerTask(), Unit.BYTES), "execution memory per task"),
                "Make more partitions of the input: lower " + SPLIT_SIZE + " if it is files.",
                List.of()));
    }

    private static Remedy setting(String key, int value) {
        String text = Integer.toString(value);
        return key.startsWith("spark.") ? new Remedy.SetSessionConf(key, text) : new Remedy.SetWriteOption(key, text);
    }
}
