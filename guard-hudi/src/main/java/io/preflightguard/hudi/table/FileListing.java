package io.preflightguard.hudi.table;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;

/**
 * The data files of a table, from one listing. Immutable.
 *
 * @param byPath the files that bear Hudi's names, by their path below the base path
 */
record FileListing(Map<String, FileStatus> byPath) {

    FileListing {
        byPath = Map.copyOf(byPath);
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    /** The folders that hold files, in order. */
    List<String> partitionPaths() {
        return byPath.keySet().stream()
                .map(FileListing::folder)
                .distinct()
                .sorted()
                .toList();
    }

    private static String folder(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }
}
