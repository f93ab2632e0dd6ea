package io.preflightguard.hudi;

/** What a table is called when the write does not name it. */
final class TableNames {

    private TableNames() {}

    /** The last part of a path. */
    static String last(String path) {
        String trimmed = path.replaceFirst("/+$", "");
        String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }
}
