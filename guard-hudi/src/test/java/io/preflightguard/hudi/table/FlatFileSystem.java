package io.preflightguard.hudi.table;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;

/** The local file system under the name of another, which nobody knows to have folders. */
public final class FlatFileSystem extends LocalFileSystem {

    static Configuration flat(Configuration base) {
        Configuration hadoop = new Configuration(base);
        hadoop.setClass("fs.file.impl", FlatFileSystem.class, LocalFileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return hadoop;
    }

    @Override
    public URI getUri() {
        return URI.create("flat:///");
    }
}
