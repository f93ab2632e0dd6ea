package io.preflightguard.hudi.table;

import io.preflightguard.schema.avro.AvroSchemas;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.apache.hudi.common.table.HoodieTableVersion;
import org.apache.hudi.common.table.TableSchemaResolver;
import org.apache.hudi.common.util.Option;
import org.apache.hudi.hadoop.fs.HadoopFSUtils;

/**
 * Looks at a Hudi table without changing it. Compiled against Hudi 0.15.0 and run on 1.0.2: only calls that both have
 * are used. Thread-safe.
 */
public final class HudiTable {

    private static final String PROPERTIES = ".hoodie/hoodie.properties";
    private static final String VERSION = "hoodie.table.version";

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

    /**
     * Looks at the table.
     *
     * @param path the table's base path, with or without a scheme
     * @throws IOException if the path cannot be read; the message names it
     */
    public static TableState look(String path, Configuration hadoop) throws IOException {
        Path base = new Path(path);
        FileSystem files = base.getFileSystem(hadoop);
        Properties properties = new Properties();
        try (InputStream stream = files.open(new Path(base, PROPERTIES))) {
            properties.load(stream);
        } catch (FileNotFoundException noTable) {
            return isEmpty(files, base) ? new TableState.Absent() : new TableState.NotHudi();
        }
        // Hudi 0.15's own answer to a newer table is "IllegalArgumentException: null".
        int newestKnown = HoodieTableVersion.current().versionCode();
        int version = version(properties, path);
        if (version > newestKnown) {
            return new TableState.Unsupported(version, newestKnown);
        }
        HoodieTableMetaClient client = HoodieTableMetaClient.builder()
                .setConf(HadoopFSUtils.getStorageConf(hadoop))
                .setBasePath(path)
                .build();
        Option<Schema> schema = new TableSchemaResolver(client).getTableAvroSchemaIfPresent(false);
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        if (!schema.isPresent()) {
            return new TableState.WithoutSchema(settings);
        }
        return new TableState.Present(AvroSchemas.parse(schema.get().toString()).asTable(), settings);
    }

    private static boolean isEmpty(FileSystem files, Path base) throws IOException {
        try {
            return files.listStatus(base).length == 0;
        } catch (FileNotFoundException absent) {
            return true;
        }
    }

    private static int version(Properties properties, String path) throws IOException {
        String version = properties.getProperty(VERSION, "0").trim();
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException damaged) {
            throw new IOException(
                    path + "/" + PROPERTIES + " says " + VERSION + "=" + version + ", which is no number", damaged);
        }
    }
}
