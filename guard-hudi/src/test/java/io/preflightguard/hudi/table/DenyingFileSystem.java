package io.preflightguard.hudi.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** The local file system, but for one path that nobody may read or list: root, who runs some builds, may read all. */
public final class DenyingFileSystem extends LocalFileSystem {

    private static final String DENIED = "guard.test.denied";

    /** A configuration by which a path is denied. */
    static Configuration denying(Configuration base, java.nio.file.Path path) {
        Configuration hadoop = new Configuration(base);
        hadoop.setClass("fs.file.impl", DenyingFileSystem.class, LocalFileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        hadoop.set(DENIED, path.toString());
        return hadoop;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        check(path);
        return super.open(path, bufferSize);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        check(path);
        return super.listStatus(path);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
        check(path);
        return super.listLocatedStatus(path);
    }

    private void check(Path path) throws AccessControlException {
        if (path.toUri().getPath().equals(getConf().get(DENIED))) {
            throw new AccessControlException("Permission denied: user=nobody, access=READ, inode=\"" + path + "\"");
        }
    }
}
