package io.preflightguard.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a mistyped name was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /**
     * The candidate with the smallest Levenshtein distance to {@code name}, case aside; the first in alphabetical order
     * among equals.
     *
     * @throws IllegalArgumentException if there is no candidate
     */
    public static String to(String name, List<String> candidates) {
        String folded = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(folded, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalArgumentException("There is no candidate for " + name));
    }

    /** Whether a name is another one with a slip or two in it: not equal, but no more than two letters apart. */
    public static boolean isMisspelt(String name, String other) {
        int distance = distance(name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
        return !name.equals(other) && distance <= 2 && distance < other.length() / 2;
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
