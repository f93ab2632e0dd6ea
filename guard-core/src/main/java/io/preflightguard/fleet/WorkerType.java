package io.preflightguard.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A kind of machine that AWS Glue offers, as its documentation describes it. One executor runs on each.
 *
 * @param name as Glue spells it, such as {@code G.1X}
 * @param vcpu virtual processors; Glue since 3.0 sets {@code spark.executor.cores} to as many
 * @param memory bytes of main memory
 * @param disk bytes of local disk, what the system takes included
 * @param freeDisk bytes of it that are free when a job starts, about
 * @param source where it was read
 * @param read the day it was read, {@code yyyy-mm-dd}
 */
public record WorkerType(String name, int vcpu, long memory, long disk, long freeDisk, String source, String read) {

    private static final String DOCS = "https://docs.aws.amazon.com/glue/latest/dg/worker-types.html";
    private static final String READ = "2026-11-21";
    private static final long GIB = 1L << 30;

    /** The documentation says GB, which may be either; the smaller promises no disk that is not there. */
    private static final long GB = 1_000_000_000L;

    /**
     * The share of a worker's memory that Glue gives the executor's heap: {@code spark.executor.memory} is 10g of the
     * 16 GB of G.1X and 20g of the 32 GB of G.2X (AWS support, quoted in apache/hudi issue 3431). Assumed of the others.
     */
    private static final double HEAP_SHARE = 10.0 / 16;

    private static final List<WorkerType> ALL = List.of(
            of("G.025X", 2, 4, 84, 34),
            of("G.1X", 4, 16, 94, 44),
            of("G.2X", 8, 32, 138, 78),
            of("G.4X", 16, 64, 256, 230),
            of("G.8X", 32, 128, 512, 485),
            of("G.12X", 48, 192, 768, 741),
            of("G.16X", 64, 256, 1024, 996),
            of("R.1X", 4, 32, 94, 44),
            of("R.2X", 8, 64, 138, 78),
            of("R.4X", 16, 128, 256, 230),
            of("R.8X", 32, 256, 512, 485));

    /** Every type that is known, smaller ones first within a family. */
    public static List<WorkerType> all() {
        return ALL;
    }

    /**
     * The type of this name, in any case.
     *
     * @throws IllegalArgumentException naming every known type, if none has it
     */
    public static WorkerType named(String name) {
        String wanted = name.trim().toUpperCase(Locale.ROOT);
        return ALL.stream()
                .filter(type -> type.name.equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + name.trim() + "' is no worker type that is known; "
                                + "known are "
                                + ALL.stream().map(WorkerType::name).collect(Collectors.joining(", "))));
    }

    /**
     * The type whose free disk an executor of so many cores has, if the cores say it. Glue shows a job no worker type; but
     * types with the same processors have the same disk, so any of them will do for that. Empty if none has so many.
     */
    public static Optional<WorkerType> withDiskOf(int executorCores) {
        return ALL.stream().filter(type -> type.vcpu == executorCores).findFirst();
    }

    /** Bytes of heap of the executor on such a worker; exact for G.1X and G.2X, assumed in proportion for the others. */
    public long heap() {
        return (long) (memory * HEAP_SHARE);
    }

    private static WorkerType of(String name, int vcpu, long memoryGib, long diskGb, long freeGb) {
        return new WorkerType(name, vcpu, memoryGib * GIB, diskGb * GB, freeGb * GB, DOCS, READ);
    }
}
