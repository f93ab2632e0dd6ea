package io.preflightguard.schema.evolution;

/**
 * The Hudi that a contract is meant for, as far as the rules differ.
 *
 * @param major the first part of its version
 * @param minor the second
 */
public record HudiTarget(int major, int minor) {

    /** The oldest Hudi the guard supports, which is what a contract must fit where none is named. */
    public static final HudiTarget OLDEST = new HudiTarget(0, 15);

    /**
     * Reads {@code 1.0.2} or {@code 1.0}.
     *
     * @throws IllegalArgumentException if it is no version
     */
    public static HudiTarget parse(String version) {
        String[] parts = version.trim().split("[.-]", -1);
        try {
            return new HudiTarget(Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
        } catch (NumberFormatException noVersion) {
            throw new IllegalArgumentException("expected a version of Hudi such as 0.15.0, got " + version, noVersion);
        }
    }

    /** Whether milliseconds stay milliseconds: before 1.1 Hudi knows one kind of timestamp, microseconds. */
    boolean knowsTimestampMillis() {
        return major > 1 || (major == 1 && minor >= 1);
    }
}
