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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges whether a write fits the local disk of every worker. Pure. */
final class DiskRules {

    private static final String CODEC_KEY = "spark.io.compression.codec";

    private DiskRules() {}

    /** @param needOf what a worker needs with the codec of this name */
    static Optional<Finding> judge(
            RowBytes rowBytes, Function<String, DiskNeed> needOf, ShuffleShape shape, Fleet fleet, GuardConfig config) {
        double usable = fleet.freeDiskPerWorker() * config.maxDiskUse();
        DiskNeed need = needOf.apply(rowBytes.codec());
        Estimate needed = need.total();
        if (needed.high() <= usable) {
            return Optional.empty();
        }
        List<Remedy> remedies = new ArrayList<>();
        for (String codec : rowBytes.compressed().keySet()) {
            if (!codec.equals(rowBytes.codec()) && needOf.apply(codec).total().high() <= usable) {
                remedies.add(new Remedy.NeedsLaunchConf(CODEC_KEY, codec));
            }
        }
        workers(need, usable, fleet).ifPresent(remedies::add);
        // A volume that is only modelled is not sure enough to stop a write.
        boolean certain = needed.low() > usable && shape.isMeasured();
        return Optional.of(new Finding(
                RuleCatalog.LOCAL_DISK_SHORT,
                certain ? Severity.FAIL : Severity.WARN,
                shape.name(),
                "each worker needs " + needed.render() + " of local disk and has "
                        + Unit.BYTES.format(fleet.freeDiskPerWorker()) + " free: "
                        + (needed.low() > fleet.freeDiskPerWorker()
                                ? "the write ends with No space left on device"
                                : "the write may end with No space left on device"),
                needed,
                new Limit(Estimate.exact(usable, Unit.BYTES), "spark.guard.sizing.max-disk-use of free disk"),
                remedies.isEmpty()
                        ? "Use workers with more local disk."
                        : "To make it fit: "
                                + remedies.stream().map(Remedy::describe).collect(Collectors.joining(", or ")) + ".",
                remedies));
    }

    /** As many workers of this size as share the shuffle's files and persisted rows so that they fit; spill stays. */
    private static Optional<Remedy> workers(DiskNeed need, double usable, Fleet fleet) {
        double left = usable - need.spill().high();
        if (left <= 0) {
            return Optional.empty();
        }
        double shared = (need.shuffle().high() + need.persisted().high()) * fleet.workers();
        int workers = (int) Math.min(Integer.MAX_VALUE, Math.ceil(shared / left));
        return Optional.of(new Remedy.NeedsFleet(Math.max(workers, fleet.workers() + 1)));
    }
}
