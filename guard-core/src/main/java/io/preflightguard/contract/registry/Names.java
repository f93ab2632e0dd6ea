package io.preflightguard.contract.registry;

/** Shows names that somebody else chose. */
final class Names {

    private static final int MAX = 100;

    private Names() {}

    /** On one line, and cut. */
    static String shown(String name) {
        String line = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
    }
}
