package io.preflightguard.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the text of a knob becomes a value. Each method says in its error what it expected. */
final class Parsers {

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(b|k|kb|m|mb|g|gb|t|tb)?");
    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(ms|s|m|min|h)?");
    private static final String SIZE_UNITS = "bkmgt"; // each 2^10 times the one before

    private Parsers() {}

    /** Bytes, as Spark writes them: {@code 512m} is 512 * 2^20. */
    static long size(String text) {
        Matcher matcher = SIZE.matcher(normalized(text));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size such as 512m or 2g");
        }
        String unit = matcher.group(2) == null ? "b" : matcher.group(2);
        try {
            return Math.multiplyExact(
                    Long.parseLong(matcher.group(1)), 1L << (10 * SIZE_UNITS.indexOf(unit.charAt(0))));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new IllegalArgumentException("expected a size below 8 EiB", tooLarge);
        }
    }

    /** A duration, as Spark writes it: {@code 60s}, {@code 500ms}, {@code 5min}. Without a unit: seconds. */
    static Duration time(String text) {
        Matcher matcher = TIME.matcher(normalized(text));
        if (!matcher.matches() || matcher.group(1).length() > 12) {
            throw new IllegalArgumentException("expected a duration such as 60s, 500ms or 5min");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    static int positiveInt(String text) {
        long value = positiveLong(text);
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected a whole number up to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    static long positiveLong(String text) {
        try {
            long value = Long.parseLong(text.trim());
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("expected a whole number above 0", notANumber);
        }
        throw new IllegalArgumentException("expected a whole number above 0");
    }

    static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("expected a whole number", notANumber);
        }
    }

    static double above(double floor, String text) {
        double value = number(text);
        if (!(value > floor)) {
            throw new IllegalArgumentException("expected a number above " + floor);
        }
        return value;
    }

    /** A number strictly between 0 and 1. */
    static double fraction(String text) {
        double value = number(text);
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("expected a number between 0 and 1");
        }
        return value;
    }

    static String secret(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a text that is not blank");
        }
        return text;
    }

    static boolean trueOrFalse(String text) {
        return switch (normalized(text)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** One of an enum's constants, in any case, with {@code -} for {@code _}. */
    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        String wanted = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant ->
                                        constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .collect(Collectors.joining(", "))));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("expected a number", notANumber);
        }
    }

    private static String normalized(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }
}
