package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists the data files of a table, every folder once. Not thread-safe: one listing, one lister. */
final class FileLister {

    /**
     * File systems that have folders: those are walked, without Hudi's own books. All others are object stores, which list
     * a whole tree in flat pages of 1,000. On a local disk the flat way would start a process for every file, to ask for
     * its rights.
     */
    private static final Set<String> WITH_FOLDERS = Set.of("file", "hdfs", "viewfs", "abfs", "abfss");

    private static final String BOOKS = ".hoodie";

    private final String table;
    private final ListingLimits limits;
    private final String prefix;
    private final Map<String, FileStatus> found = new HashMap<>();
    private final long start = System.nanoTime();
    private int seen;

    private FileLister(String table, ListingLimits limits, String prefix) {
        this.table = table;
        this.limits = limits;
        this.prefix = prefix;
    }

    /**
     * @throws TableTooLargeException if there are more files and folders, or they take longer, than the limits say
     */
    static FileListing list(String table, Configuration hadoop, ListingLimits limits) throws IOException {
        Path base = new Path(table);
        FileSystem files = base.getFileSystem(hadoop);
        String root = files.makeQualified(base).toUri().getPath();
        FileLister lister = new FileLister(table, limits, root.endsWith("/") ? root : root + "/");
        if (WITH_FOLDERS.contains(String.valueOf(files.getUri().getScheme()))) {
            lister.walk(files, base);
        } else {
            lister.listFlat(files, base);
        }
        return new FileListing(lister.found);
    }

    private void walk(FileSystem files, Path base) throws IOException {
        Deque<Path> folders = new ArrayDeque<>();
        folders.push(base);
        while (!folders.isEmpty()) {
            Path folder = folders.pop();
            FileStatus[] entries = entries(files, folder, base);
            boolean otherTable = !folder.equals(base) && Arrays.stream(entries).anyMatch(FileLister::isBooks);
            for (FileStatus entry : otherTable ? new FileStatus[0] : entries) {
                if (isBooks(entry)) {
                    continue;
                }
                count();
                if (!entry.isDirectory()) {
                    add(entry);
                } else {
                    folders.push(entry.getPath());
                }
            }
        }
    }

    /** Of a folder that vanished since its parent was listed, none: a writer or a cleaner removes folders, too. */
    private static FileStatus[] entries(FileSystem files, Path folder, Path base) throws IOException {
        try {
            return files.listStatus(folder);
        } catch (FileNotFoundException vanished) {
            if (folder.equals(base)) {
                throw vanished;
            }
            return new FileStatus[0];
        }
    }

    private static boolean isBooks(FileStatus entry) {
        return entry.isDirectory() && entry.getPath().getName().equals(BOOKS);
    }

    private void listFlat(FileSystem files, Path base) throws IOException {
        Set<String> otherTables = new HashSet<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(base, true);
        while (all.hasNext()) {
            checkTime();
            FileStatus file = all.next();
            String path = relative(file);
            int books = path.indexOf("/" + BOOKS + "/");
            if (books > 0) {
                otherTables.add(path.substring(0, books + 1));
            } else if (!path.startsWith(BOOKS + "/")) {
                count();
                add(file);
            }
        }
        found.keySet().removeIf(path -> otherTables.stream().anyMatch(path::startsWith));
    }

    private void count() throws IOException {
        checkTime();
        if (++seen > limits.files()) {
            throw TableTooLargeException.ofCount(table, limits.files());
        }
    }

    private void checkTime() throws IOException {
        if (System.nanoTime() - start >= limits.time().toNanos()) {
            throw TableTooLargeException.ofTime(table, seen, limits.time());
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("listing was interrupted after " + seen + " files");
        }
    }

    private void add(FileStatus file) {
        String name = file.getPath().getName();
        if (FileNames.isBase(name) || FileNames.isLog(name)) {
            found.put(relative(file), file);
        }
    }

    private String relative(FileStatus file) {
        String path = file.getPath().toUri().getPath();
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }
}
