package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The local file system, but for one folder that its parent still shows and that is gone. */
public final class VanishingFileSystem extends LocalFileSystem {

    private static final String GONE = "guard.test.gone";

    static Configuration vanishing(Configuration base, java.nio.file.Path folder) {
        Configuration hadoop = new Configuration(base);
        hadoop.setClass("fs.file.impl", VanishingFileSystem.class, LocalFileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        hadoop.set(GONE, folder.toString());
        return hadoop;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        if (path.toUri().getPath().equals(getConf().get(GONE))) {
            throw new FileNotFoundException("File " + path + " does not exist");
        }
        return super.listStatus(path);
    }
}
