package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The local file system, with something that happens just before a folder is listed. */
public final class BusyFileSystem extends LocalFileSystem {

    private static final String FOLDER = "guard.test.busy";
    private static final AtomicReference<Runnable> BEFORE = new AtomicReference<>(() -> {});

    static Configuration busy(Configuration base, java.nio.file.Path folder, Runnable before) {
        Configuration hadoop = new Configuration(base);
        hadoop.setClass("fs.file.impl", BusyFileSystem.class, LocalFileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        hadoop.set(FOLDER, folder.toString());
        BEFORE.set(before);
        return hadoop;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        if (path.toUri().getPath().equals(getConf().get(FOLDER))) {
            BEFORE.get().run();
        }
        return super.listStatus(path);
    }
}
