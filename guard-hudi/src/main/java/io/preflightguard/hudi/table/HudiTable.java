package io.preflightguard.hudi.table;

import io.preflightguard.schema.avro.AvroSchemas;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.apache.hudi.hadoop.fs.HadoopFSUtils;

/**
 * Looks at a Hudi table without changing it. Compiled against Hudi 0.15.0 and run on 1.x: only calls that all lines have
 * are used, and {@link HudiShim} has the few that differ. Thread-safe.
 */
public final class HudiTable {

    /** The first version whose writers and readers are Hudi 1.x. */
    private static final int FIRST_OF_1_X = 7;

    /** What Hudi 1.x opens of what 0.x wrote. */
    private static final int LAST_OF_0_X = 6;

    private HudiTable() {}

    /** The version of the Hudi that is running, as its jar states it; {@code unknown} if it states none. */
    public static String hudiVersion() {
        try {
            String version = HoodieTableMetaClient.class.getPackage().getImplementationVersion();
            return version == null ? "unknown" : version;
        } catch (LinkageError noHudi) {
            return "unknown";
        }
    }

    /** As {@link #look(String, Configuration, Duration)}, with a minute for all. */
    public static TableState look(String path, Configuration hadoop) throws IOException {
        return look(path, hadoop, Duration.ofMinutes(1));
    }

    /**
     * Looks at the table's settings, timeline and newest commit; its files are not listed before they are asked for.
     *
     * @param path the table's base path, with or without a scheme
     * @param budget the time that the caller has for this and all else; listing the files takes at most half of it
     * @throws IOException if the path cannot be read, or the running Hudi lacks what the guard calls; the message is one
     *     line that names the table
     */
    public static TableState look(String path, Configuration hadoop, Duration budget) throws IOException {
        ListingLimits limits = ListingLimits.within(budget);
        try {
            return Failures.named(
                    path,
                    () -> SecondLook.at(() -> lookOnce(path, hadoop, limits), () -> lookOnce(path, hadoop, limits)));
        } catch (DamagedTableException damaged) {
            return new TableState.Damaged(damaged.file(), damaged.problem());
        }
    }

    private static TableState lookOnce(String path, Configuration hadoop, ListingLimits limits) throws IOException {
        Path base = new Path(path);
        FileSystem files = base.getFileSystem(hadoop);
        Optional<Map<String, String>> read = TableProperties.read(path, files);
        if (read.isEmpty()) {
            return isEmpty(files, base) ? new TableState.Absent() : new TableState.NotHudi();
        }
        Map<String, String> properties = read.get();
        // Hudi 0.15's own answer to a newer table is "IllegalArgumentException: null".
        int newestKnown = WrittenVersion.ofRunningHudi();
        int oldestKnown = newestKnown >= FIRST_OF_1_X ? LAST_OF_0_X : 0;
        int version = TableProperties.version(properties);
        if (version > newestKnown || version < oldestKnown) {
            return new TableState.Unsupported(version, oldestKnown, newestKnown);
        }
        HoodieTableMetaClient client = client(path, hadoop, files, properties);
        HudiContents contents = new HudiContents(path, hadoop, client, properties, limits);
        return withSchema(client, properties, contents);
    }

    /** Hudi takes a file of settings that is empty, or cut before its checksum, as it is, even if the backup is whole. */
    private static HoodieTableMetaClient client(
            String path, Configuration hadoop, FileSystem files, Map<String, String> properties) throws IOException {
        try {
            HoodieTableMetaClient client = HoodieTableMetaClient.builder()
                    .setConf(HadoopFSUtils.getStorageConf(hadoop))
                    .setBasePath(path)
                    .build();
            Set<String> seen = client.getTableConfig().getProps().stringPropertyNames();
            if (seen.containsAll(properties.keySet())) {
                return client;
            }
        } catch (RuntimeException unopened) {
            TableProperties.requireWhole(path, files);
            throw unopened;
        }
        TableProperties.requireWhole(path, files);
        throw new DamagedTableException(path, TableProperties.FILE, "was not whole when Hudi read it", null);
    }

    private static TableState withSchema(
            HoodieTableMetaClient client, Map<String, String> properties, HudiContents contents) throws IOException {
        contents.commits(1); // Hudi passes over a newest commit whose file is empty, and takes the schema before it
        String schema;
        try {
            schema = HudiShim.schema(client);
        } catch (RuntimeException unread) {
            contents.commits(Integer.MAX_VALUE); // names the file if one is broken
            throw unread;
        }
        return schema == null
                ? new TableState.WithoutSchema(properties)
                : new TableState.Present(AvroSchemas.parse(schema).asTable(), properties, contents);
    }

    private static boolean isEmpty(FileSystem files, Path base) throws IOException {
        try {
            return files.listStatus(base).length == 0;
        } catch (FileNotFoundException absent) {
            return true;
        }
    }
}
