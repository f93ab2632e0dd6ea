package io.preflightguard.contract.registry;

import java.time.Duration;

/** A time that runs out. Immutable. */
final class Deadline {

    private final long start; // of System.nanoTime, as is the end
    private final long end;

    private Deadline(long start, long end) {
        this.start = start;
        this.end = end;
    }

    static Deadline in(Duration time) {
        long now = System.nanoTime();
        return new Deadline(now, now + time.toNanos());
    }

    /** A deadline after one of so many equal parts of what is left. */
    Deadline part(int parts) {
        long now = System.nanoTime();
        return new Deadline(now, now + nanosLeft() / parts);
    }

    /** Zero when it is over. */
    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    boolean isOver() {
        return nanosLeft() == 0;
    }

    boolean fits(Duration time) {
        return time.compareTo(Duration.ofNanos(nanosLeft())) < 0;
    }

    /** How long it was when it began. */
    Duration length() {
        return Duration.ofNanos(end - start);
    }
}
