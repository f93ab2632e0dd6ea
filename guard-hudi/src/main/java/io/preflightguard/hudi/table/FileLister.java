package io.preflightguard.hudi.table;

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
    private static final Set<String> WITH_FOLDERS = Set.of("file", "hdfs", "viewfs");

    private static final String BOOKS = ".hoodie";

    private final String table;
    private final int most;
    private final String prefix;
    private final Map<String, FileStatus> found = new HashMap<>();
    private int seen;

    private FileLister(String table, int most, String prefix) {
        this.table = table;
        this.most = most;
        this.prefix = prefix;
    }

    /**
     * @param most how many files and folders are listed before giving up
     * @throws TableTooLargeException if there are more
     */
    static FileListing list(String table, Configuration hadoop, int most) throws IOException {
        Path base = new Path(table);
        FileSystem files = base.getFileSystem(hadoop);
        String root = files.makeQualified(base).toUri().getPath();
        FileLister lister = new FileLister(table, most, root.endsWith("/") ? root : root + "/");
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
            FileStatus[] entries = files.listStatus(folder);
            boolean otherTable = !folder.equals(base) && Arrays.stream(entries).anyMatch(FileLister::isBooks);
            for (FileStatus entry : otherTable ? new FileStatus[0] : entries) {
                count();
                if (!entry.isDirectory()) {
                    add(entry);
                } else if (!isBooks(entry)) {
                    folders.push(entry.getPath());
                }
            }
        }
    }

    private static boolean isBooks(FileStatus entry) {
        return entry.isDirectory() && entry.getPath().getName().equals(BOOKS);
    }

    private void listFlat(FileSystem files, Path base) throws IOException {
        Set<String> otherTables = new HashSet<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(base, true);
        while (all.hasNext()) {
            count();
            FileStatus file = all.next();
            String path = relative(file);
            int books = path.indexOf("/" + BOOKS + "/");
            if (books > 0) {
                otherTables.add(path.substring(0, books + 1));
            } else if (!path.startsWith(BOOKS + "/")) {
                add(file);
            }
        }
        found.keySet().removeIf(path -> otherTables.stream().anyMatch(path::startsWith));
    }

    private void count() throws IOException {
        if (++seen > most) {
            throw new TableTooLargeException(table, most);
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
