package io.preflightguard.sizing.actuals;

import io.preflightguard.Unit;
import java.util.Locale;

/** What is measured of a write. */
public enum Quantity {
    /** Bytes that tasks wrote to shuffle files, compressed. */
    SHUFFLE_BYTES("shuffle bytes", Unit.BYTES),
    /** Rows of the shuffle that has most of them. */
    ROWS("rows shuffled", Unit.COUNT),
    /** Compressed shuffle bytes that one task read, the most of any. */
    LARGEST_TASK_BYTES("largest task, as shuffled", Unit.BYTES),
    /** What tasks held in memory when they spilled it: whole pages, so more than their data. */
    MEMORY_SPILLED_BYTES("spilled, as held in memory", Unit.BYTES),
    /** What tasks spilled, as it lay on disk. */
    DISK_SPILLED_BYTES("spilled, as written to disk", Unit.BYTES),
    /** The most execution memory that one task held. */
    PEAK_MEMORY_BYTES("peak execution memory of a task", Unit.BYTES),
    /** Tasks, each counted once however often it was tried. */
    TASKS("tasks", Unit.COUNT),
    /** Attempts that failed; nothing else here counts them. */
    FAILED_ATTEMPTS("failed attempts, counted nowhere else", Unit.COUNT),
    /** Attempts that Spark ran beside a slow one. */
    SPECULATIVE_ATTEMPTS("speculative attempts", Unit.COUNT),
    /** Stages that ran more than once. */
    RETRIED_STAGES("stages that ran more than once, counted once", Unit.COUNT);

    private final String label;
    private final Unit unit;

    Quantity(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** The name in machine-readable output, which does not change: {@code shuffle-bytes}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name for a person. */
    public String label() {
        return label;
    }

    /** What it is measured in. */
    public Unit unit() {
        return unit;
    }
}
