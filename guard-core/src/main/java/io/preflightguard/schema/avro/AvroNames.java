package io.preflightguard.schema.avro;

/** What Avro accepts as a name. */
public final class AvroNames {

    private AvroNames() {}

    /** As Avro 1.11 checks it: letters of any alphabet, digits and {@code _}, and no digit first. */
    public static boolean isLegal(String name) {
        return !name.isEmpty()
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }
}
