package io.preflightguard.skew;

/** Where the rows of a simulated input's keys lie. */
enum KeyLayout {
    SHUFFLED("shuffled", false, false),
    SORTED_OVER_ALL_FILES("sorted over all files", true, true),
    SORTED_INSIDE_FILES("sorted inside every file", false, true),
    ONE_TENANT_A_FILE("one tenant a file", true, false);

    private final String label;
    private final boolean packsFiles;
    private final boolean sortsFiles;

    KeyLayout(String label, boolean packsFiles, boolean sortsFiles) {
        this.label = label;
        this.packsFiles = packsFiles;
        this.sortsFiles = sortsFiles;
    }

    String label() {
        return label;
    }

    /** Whether each key's rows are in as few files as possible, one key after the other in a random order. */
    boolean packsFiles() {
        return packsFiles;
    }

    /** Whether each file's rows are sorted by key, so that its row groups hold ranges of keys. */
    boolean sortsFiles() {
        return sortsFiles;
    }
}
