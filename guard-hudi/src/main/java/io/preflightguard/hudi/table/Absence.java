package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Asks for files by name: a listing may be older than what the timeline says, and some stores' lag behind. */
final class Absence {

    /** Each is a round trip to the store; one lost file is enough to know that the table is not whole. */
    private static final int MOST_ASKED = 1000;

    private Absence() {}

    /** The paths below the base path, of the first thousand, at which there is no file. */
    static Set<String> of(String table, Configuration hadoop, List<MissingFile> missing) throws IOException {
        FileSystem files = new Path(table).getFileSystem(hadoop);
        Set<String> absent = new HashSet<>();
        for (MissingFile file : missing.subList(0, Math.min(MOST_ASKED, missing.size()))) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while files were asked for by name");
            }
            try {
                files.getFileStatus(new Path(table + "/" + file.path()));
            } catch (FileNotFoundException gone) {
                absent.add(file.path());
            }
        }
        return absent;
    }
}
