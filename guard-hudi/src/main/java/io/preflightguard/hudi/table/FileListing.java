package io.preflightguard.hudi.table;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The data files of a table, from one recursive listing: on an object store one flat request per page, not one per folder.
 *
 * @param byPath the files that bear Hudi's names, by their path below the base path
 */
record FileListing(Map<String, FileStatus> byPath) {

    /**
     * @param most how many files, Hudi's own books included, are listed before giving up
     * @throws TableTooLargeException if there are more
     */
    static FileListing below(String table, Configuration hadoop, int most) throws IOException {
        Path base = new Path(table);
        FileSystem files = base.getFileSystem(hadoop);
        String root = files.makeQualified(base).toUri().getPath();
        String prefix = root.endsWith("/") ? root : root + "/";
        Map<String, FileStatus> found = new HashMap<>();
        Set<String> otherTables = new HashSet<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(base, true);
        for (int seen = 1; all.hasNext(); seen++) {
            if (seen > most) {
                throw new TableTooLargeException(table, most);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("listing was interrupted after " + seen + " files");
            }
            LocatedFileStatus file = all.next();
            String path = file.getPath().toUri().getPath();
            if (!path.startsWith(prefix)) {
                continue;
            }
            String relative = path.substring(prefix.length());
            int books = relative.indexOf("/.hoodie/");
            if (books > 0) {
                otherTables.add(relative.substring(0, books + 1));
            } else if (isData(relative)) {
                found.put(relative, file);
            }
        }
        found.keySet().removeIf(path -> otherTables.stream().anyMatch(path::startsWith));
        return new FileListing(Map.copyOf(found));
    }

    private static boolean isData(String relative) {
        if (relative.startsWith(".hoodie/") || relative.contains("/.hoodie_partition_metadata")) {
            return false;
        }
        String name = relative.substring(relative.lastIndexOf('/') + 1);
        return FileNames.isBase(name) || FileNames.isLog(name);
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
