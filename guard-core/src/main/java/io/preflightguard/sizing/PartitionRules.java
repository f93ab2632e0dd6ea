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

    private static final String ADVISORY = "spark.sql.adaptive.advisoryPartitionSizeInBytes";
    private static final String COALESCE = "spark.sql.adaptive.coalescePartitions.enabled";
    private static final String SPLIT_SIZE = "spark.sql.files.maxPartitionBytes";
    private static final String SPREAD = "Spread the hot key or choose a more even one (see KEY_SKEW)";
    private static final String MORE_MEMORY = "Give tasks more memory (a larger heap, or fewer cores per executor)";

    private final Sizes sizes;
    private final ShuffleShape shape;
    private final IntFunction<TaskSizes> tasksOf;
    private final AdaptiveShuffle adaptive;
    private final Fleet fleet;
    private final int recommended;
    private final PartitionSearch search;
    private final List<Finding> findings = new ArrayList<>();

    private PartitionRules(Sizes sizes, IntFunction<TaskSizes> tasksOf, Fleet fleet) {
        this.sizes = sizes;
        this.shape = sizes.shape();
        this.tasksOf = tasksOf;
        this.adaptive = sizes.conditions().adaptive();
        this.fleet = fleet;
        this.recommended = PartitionAdvice.recommended(sizes.load(), shape, sizes.conditions(), fleet);
        this.search = new PartitionSearch(sizes, tasksOf, fleet, recommended);
    }

    /** @param tasksOf how unevenly rows would fall into another number of partitions */
    static List<Finding> judge(Sizes sizes, IntFunction<TaskSizes> tasksOf, Fleet fleet) {
        if (!sizes.shape().hasSetPartitions()) {
            return List.of();
        }
        PartitionRules rules = new PartitionRules(sizes, tasksOf, fleet);
        rules.addMergedTooFar(rules.addTooFew());
        if (rules.findings.isEmpty()) {
            rules.addTooMany();
        }
        rules.addWritersSpill();
        return rules.findings;
    }

    /** How many partitions there are once what was found is set right. */
    private int addTooFew() {
        PartitionSearch.Choice present = search.choice(shape.partitions());
        if (present.fits()) {
            return shape.partitions();
        }
        PartitionSearch.Found found = search.instead(present);
        PartitionSearch.Choice best = found.best();
        boolean helps = best.helps(present);
        boolean addsSpill = best.addsSpill(present);
        boolean mayBeSet = !best.repartitions() && !addsSpill && !decidesOnInput(shape.setBy());
        Spill spill = unmerged(present.partitions(), present.unevenness());
        ReadTasks tasks = ReadTasks.of(sizes.load(), present.partitions(), AdaptiveShuffle.off(), present.unevenness());
        findings.add(tooFew(
                shape.setBy(),
                spills(spill, tasks),
                spill,
                helps ? set(best, addsSpill) + (best.fits() ? "" : " " + besides(best)) : inVain(found),
                helps && mayBeSet ? List.of(setting(shape.setBy(), best.partitions())) : List.of()));
        return helps && mayBeSet ? best.partitions() : shape.partitions();
    }

    private String set(PartitionSearch.Choice best, boolean addsSpill) {
        String option = shape.setBy();
        return (best.repartitions()
                        ? "Repartition the input to " + best.partitions() + " and set " + option + " to as many: this"
                                + " sorts the input's partitions as they come, and cuts none of them."
                        : "Set " + option + " to " + best.partitions() + forThisWriteAlone(option) + ".")
                + (best.fit() == PartitionSearch.Fit.FITS
                        ? " Here " + sizes.tasks().assumption() + "."
                        : "")
                + (addsSpill
                        ? " Tasks that write more than "
                                + sizes.conditions().shuffles().bypassedUpTo()
                                + " partitions sort them, and may spill then, too: make more partitions of the input as"
                                + " well."
                        : "");
    }

    /** What to do where a better number of partitions is not enough. */
    private static String besides(PartitionSearch.Choice best) {
        return best.isUneven()
                ? SPREAD + ", too: the largest task spills even then."
                : MORE_MEMORY + ", too: the largest task spills even then.";
    }

    private static String inVain(PartitionSearch.Found found) {
        return (found.best().isUneven() ? SPREAD : MORE_MEMORY) + "; none of the " + found.tried()
                + " numbers of partitions that were tried, up to " + found.most() + ", makes the largest task fit.";
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
        long target = largestThatFits(partitions);
        String once = partitions == shape.partitions() ? "" : "once " + shape.setBy() + " is " + partitions + ", ";
        findings.add(tooFew(
                ADVISORY,
                once + "adaptive execution merges " + partitions + " partitions to " + tasks.count()
                        + " by their compressed size; " + spills(merged, tasks),
                merged,
                target > 0
                        ? "Set " + ADVISORY + " to " + target + forThisWriteAlone(ADVISORY) + "."
                        : "Set " + COALESCE + " to false for this job: no advised size makes merged tasks fit.",
                target > 0 && !decidesOnInput(ADVISORY)
                        ? List.of(new Remedy.SetSessionConf(ADVISORY, Long.toString(target)))
                        : List.of()));
    }

    /**
     * The largest advised size with which merged tasks fit even if their rows compress better than others, or else that
     * with which they fit; each task more is a file more. 0 if none does. Tasks come in whole waves, as three of them on
     * two cores take as long as four; Spark merges no more than the size, so it has room for one partition besides.
     */
    private long largestThatFits(int partitions) {
        TaskSizes tasks = tasksOf.apply(partitions);
        double bytes = sizes.load().shuffleBytes().value();
        long least = Math.max(1, adaptive.minPartitionBytes());
        long fits = 0;
        long target = Long.MAX_VALUE;
        int slots = Math.min(fleet.slots(), partitions);
        for (long count = slots; count <= partitions && target > least; count += slots) {
            double room = 2 * count <= partitions ? bytes / partitions : 0;
            target = Math.max(least, (long) Math.ceil(bytes / count + room));
            AdaptiveShuffle advised = adaptive.withAdvisory(target);
            if (!sizes.conceivableSpill(partitions, advised, tasks, fleet).isPossible()) {
                return target;
            }
            if (fits == 0
                    && !sizes.spill(partitions, advised, tasks.largestToMean(), fleet)
                            .isPossible()) {
                fits = target;
            }
        }
        return fits;
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
        boolean few = tasks < limit || fleet.mayGrow();
        if (perTask >= PartitionAdvice.IDLE_CORE_TASK_BYTES || few || shape.isInPlace()) {
            return;
        }
        PartitionSearch.Choice present = search.choice(shape.partitions());
        PartitionSearch.Choice fewer = search.instead(present).best();
        if (!fewer.fits() || fewer.partitions() >= shape.partitions()) {
            return; // so many crumbs are the price of tasks that fit
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
                "Set " + shape.setBy() + " to " + fewer.partitions() + forThisWriteAlone(shape.setBy()) + ".",
                decidesOnInput(shape.setBy()) ? List.of() : List.of(setting(shape.setBy(), fewer.partitions()))));
    }

    /** Costs time and disk, but no setting of the write changes it. */
    private void addWritersSpill() {
        Spill spill = sizes.writerSpill(fleet);
        if (!spill.isPossible()) {
            return;
        }
        int bypassedUpTo = sizes.conditions().shuffles().bypassedUpTo();
        boolean maySort = shape.partitions() <= bypassedUpTo;
        boolean isUneven = sizes.conditions().writers().largestToMean().value() > PartitionAdvice.UNEVEN.high();
        findings.add(new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW,
                Severity.INFO,
                SPLIT_SIZE,
                (maySort ? "with more than " + bypassedUpTo + " partitions, which there may be, " : "")
                        + (isUneven ? "the largest of " : "each of ")
                        + sizes.conditions().writingTasks()
                        + " tasks that write the shuffle needs "
                        + spill.holds().render() + " to sort its part of the input and has "
                        + Unit.BYTES.format(spill.memoryPerTask()) + " of execution memory: together they spill "
                        + (spill.ofAllTasks().value() > 0
                                ? spill.ofAllTasks().render()
                                : "up to "
                                        + Unit.BYTES.format(spill.ofAllTasks().high())),
                spill.holds(),
                new Limit(Estimate.exact(spill.memoryPerTask(), Unit.BYTES), "execution memory per task"),
                sizes.conditions().input().isOfWholeRowGroups()
                        ? "Repartition the input: its files' row groups are larger than its partitions, and none is cut."
                        : "Make more partitions of the input: lower " + SPLIT_SIZE + " if it is files.",
                List.of()));
    }

    private static Remedy setting(String key, int value) {
        String text = Integer.toString(value);
        return key.startsWith("spark.") ? new Remedy.SetSessionConf(key, text) : new Remedy.SetWriteOption(key, text);
    }
}
