package io.preflightguard;

import java.util.Locale;

/** The unit of an {@link Estimate}, and how a person reads a number in it. */
public enum Unit {
    /** A plain number: rows, columns, files, workers. */
    COUNT("count"),
    /** Bytes; shown in binary multiples (1 KiB = 1,024 bytes). */
    BYTES("bytes"),
    /** A fraction of 1; shown in per cent. */
    SHARE("share"),
    /** How many times one thing is another. */
    RATIO("ratio");

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private static final double SMALLEST_SHARE = 1e-4;

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    /** The stable name used in machine-readable reports. */
    public String id() {
        return id;
    }

    /** Renders {@code value} with its unit, to about three significant digits, the same on every machine. */
    public String format(double value) {
        return switch (this) {
            case COUNT -> count(value);
            case BYTES -> bytes(value);
            case SHARE -> value > 0 && value < SMALLEST_SHARE ? "< 0.01 %" : significant(value * 100) + " %";
            case RATIO -> significant(value) + "x";
        };
    }

    private static String count(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : significant(value);
    }

    private static String bytes(double value) {
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) >= 1024 && unit < BYTE_UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", scaled) : significant(scaled)) + " " + BYTE_UNITS[unit];
    }

    private static String significant(double value) {
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return "0";
        }
        if (magnitude < 0.01) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
