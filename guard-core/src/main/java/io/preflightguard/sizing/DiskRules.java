package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges whether a write fits the local disk of every worker. Pure. */
final class DiskRules {

    private static final String CODEC_KEY = "spark.io.compression.codec";
    private static final String COMPRESS_KEY = "spark.shuffle.compress";

    /** Spark's default, which takes over if nothing but compression is turned on. */
    private static final String DEFAULT_CODEC = "lz4";

    /** More than any fleet has. */
    private static final int MOST_WORKERS = 100_000;

    private DiskRules() {}

    static Optional<Finding> judge(Sizes sizes, Fleet fleet, GuardConfig config) {
        double usable = fleet.freeDiskPerWorker() * config.maxDiskUse();
        RowBytes bytes = sizes.rowBytes();
        Estimate needed = sizes.need(bytes.codec(), fleet).total();
        if (needed.high() <= usable) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>(compression(sizes, usable, fleet));
        workers(sizes, usable, fleet).ifPresent(remedies::add);
        // A volume that is only modelled is not sure enough to stop a write, nor are workers that may become more.
        boolean certain = needed.low() > usable && sizes.shape().isMeasured() && !fleet.mayGrow();
        return Optional.of(new Finding(
                RuleCatalog.LOCAL_DISK_SHORT,
                certain ? Severity.FAIL : Severity.WARN,
                sizes.shape().name(),
                "each worker needs " + needed.render() + " of local disk and has "
                        + Unit.BYTES.format(fleet.freeDiskPerWorker()) + " free: "
                        + (needed.low() > fleet.freeDiskPerWorker() && !fleet.mayGrow()
                                ? "the write ends with No space left on device"
                                : "the write may end with No space left on device"),
                needed,
                new Limit(Estimate.exact(usable, Unit.BYTES), "spark.guard.sizing.max-disk-use of free disk"),
                remedies.isEmpty()
                        ? "Use workers with more local disk" + orMoreWriters(sizes, fleet) + "."
                        : "To make it fit: "
                                + remedies.stream().map(Remedy::describe).collect(Collectors.joining(", or ")) + ".",
                remedies));
    }

    /** Where fewer tasks than workers write the shuffle, further workers hold none of it. */
    private static String orMoreWriters(Sizes sizes, Fleet fleet) {
        int writing = sizes.conditions().writingTasks();
        return writing >= fleet.workers()
                ? ""
                : ", or repartition the input to " + fleet.slots() + " first: " + writing
                        + (writing == 1 ? " task writes" : " tasks write")
                        + " the shuffle, all of it to the disks of as"
                        + " many of the " + fleet.workers() + " workers";
    }

    private static List<Remedy> compression(Sizes sizes, double usable, Fleet fleet) {
        RowBytes bytes = sizes.rowBytes();
        boolean compresses = sizes.conditions().shuffles().compresses();
        List<Remedy> remedies = new ArrayList<>();
        for (String codec : bytes.compressed().keySet()) {
            boolean offered = compresses ? !codec.equals(bytes.codec()) : codec.equals(DEFAULT_CODEC);
            if (offered && sizes.need(codec, fleet).total().high() <= usable) {
                remedies.add(
                        compresses
                                ? new Remedy.NeedsLaunchConf(CODEC_KEY, codec)
                                : new Remedy.NeedsLaunchConf(COMPRESS_KEY, "true"));
            }
        }
        return remedies;
    }

    /** The fewest workers of this size that make it fit; more of them than tasks share nothing. */
    private static Optional<Remedy> workers(Sizes sizes, double usable, Fleet fleet) {
        int fewest = fleet.workers() + 1;
        int most = Math.min(sizes.conditions().writingTasks(), MOST_WORKERS);
        if (fewest > most || !fits(sizes, usable, fleet.withWorkers(most))) {
            return Optional.empty();
        }
        while (fewest < most) {
            int middle = fewest + (most - fewest) / 2;
            if (fits(sizes, usable, fleet.withWorkers(middle))) {
                most = middle;
            } else {
                fewest = middle + 1;
            }
        }
        return Optional.of(new Remedy.NeedsFleet(most));
    }

    private static boolean fits(Sizes sizes, double usable, Fleet fleet) {
        return sizes.need(sizes.rowBytes().codec(), fleet).total().high() <= usable;
    }
}
