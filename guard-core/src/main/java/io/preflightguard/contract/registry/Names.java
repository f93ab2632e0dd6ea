package io.preflightguard.contract.registry;

/** Shows names and messages that somebody else chose. */
final class Names {

    private static final int MAX = 100;

    private Names() {}

    /** On one line, and cut. */
    static String shown(String name) {
        return shown(name, MAX);
    }

    static String shown(String text, int max) {
        String line =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= max ? line : line.substring(0, max) + "...";
    }
}
