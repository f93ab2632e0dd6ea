package io.preflightguard.hudi.table;

import java.util.regex.Pattern;

/** How Hudi names its files. */
final class FileNames {

    /** {@code .fileId_instant.log.version_writeToken}, with a suffix where it holds changes for readers of those. */
    private static final Pattern LOG = Pattern.compile("\\.[^.]+_[^.]+\\.log\\.\\d.*");

    /** {@code fileId_writeToken_instant.extension}. */
    private static final Pattern BASE = Pattern.compile("[^.].*_\\d+-\\d+-\\d+_\\d+\\.(parquet|orc|hfile|lance)");

    private FileNames() {}

    static boolean isLog(String name) {
        return LOG.matcher(name).matches();
    }

    static boolean isBase(String name) {
        return BASE.matcher(name).matches();
    }
}
