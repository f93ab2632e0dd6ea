package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.table.HoodieTableConfig;

/**
 * Reads {@code hoodie.properties} before Hudi does, which tries a broken file five times, a second apart, and then does not
 * say which file it was.
 */
final class TableProperties {

    private static final String FOLDER = ".hoodie";
    static final String FILE = FOLDER + "/hoodie.properties";
    private static final String BACKUP = FILE + ".backup";
    private static final String VERSION = "hoodie.table.version";

    /** What only Hudi versions write that state the table's version, too. */
    private static final Set<String> NEWER_THAN_VERSION_0 = Set.of(
            "hoodie.table.checksum",
            "hoodie.table.recordkey.fields",
            "hoodie.table.partition.fields",
            "hoodie.table.keygenerator.class",
            "hoodie.table.timeline.timezone",
            "hoodie.table.cdc.enabled",
            "hoodie.populate.meta.fields",
            "hoodie.partition.metafile.use.base.format",
            "hoodie.datasource.write.drop.partition.columns",
            "hoodie.datasource.write.hive_style_partitioning",
            "hoodie.datasource.write.partitionpath.urlencode");

    private TableProperties() {}

    /**
     * The table's own settings; empty if there is no table. Falls back to the backup where the file is missing or cannot be
     * used: Hudi deletes and creates the file when it changes a setting, so that a reader may find it empty.
     *
     * @throws DamagedTableException if there is a table and neither file can be used
     */
    static Optional<Map<String, String>> read(String table, FileSystem files) throws IOException {
        try {
            return Optional.of(load(table, files, FILE));
        } catch (FileNotFoundException | DamagedTableException noFile) {
            try {
                return Optional.of(load(table, files, BACKUP));
            } catch (FileNotFoundException noBackup) {
                if (noFile instanceof DamagedTableException) {
                    throw noFile;
                }
                return absent(table, files, noFile);
            } catch (DamagedTableException brokenBackup) {
                throw noFile instanceof DamagedTableException ? noFile : brokenBackup;
            }
        }
    }

    /**
     * Leaves the backup out.
     *
     * @throws DamagedTableException if the file itself is there and cannot be used
     */
    static void requireWhole(String table, FileSystem files) throws IOException {
        try {
            load(table, files, FILE);
        } catch (FileNotFoundException onlyBackup) {
            // which is what Hudi reads then, too
        }
    }

    private static Optional<Map<String, String>> absent(String table, FileSystem files, IOException noFile)
            throws IOException {
        if (files.exists(new Path(table, FILE))) {
            throw noFile; // some file systems say "not found" where they mean "not allowed"
        }
        if (files.exists(new Path(table, FOLDER)) && files.listStatus(new Path(table, FOLDER)).length > 0) {
            throw new DamagedTableException(table, FILE, "is missing, and so is its backup", noFile);
        }
        return Optional.empty();
    }

    private static Map<String, String> load(String table, FileSystem files, String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = files.open(new Path(table, file))) {
            properties.load(stream);
            if (properties.containsKey("hoodie.table.checksum") && !HoodieTableConfig.validateChecksum(properties)) {
                throw new DamagedTableException(table, file, "does not fit its checksum", null);
            }
        } catch (IllegalArgumentException | ChecksumException broken) {
            throw new DamagedTableException(table, file, "cannot be parsed", broken);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        validate(table, file, settings);
        return settings;
    }

    /** Refuses settings that are not those of a table, or not all of them. */
    private static void validate(String table, String file, Map<String, String> settings) throws DamagedTableException {
        for (String key : new String[] {"hoodie.table.name", "hoodie.table.type"}) {
            if (!settings.containsKey(key)) {
                throw new DamagedTableException(table, file, "lacks " + key + ", so it is not whole", null);
            }
        }
        if (!settings.containsKey(VERSION) && settings.keySet().stream().anyMatch(NEWER_THAN_VERSION_0::contains)) {
            throw new DamagedTableException(
                    table, file, "lacks " + VERSION + " but has settings that came later, so it is not whole", null);
        }
        if (!settings.getOrDefault(VERSION, "0").trim().matches("\\d{1,4}")) {
            throw new DamagedTableException(
                    table, file, "says " + VERSION + "=" + settings.get(VERSION) + ", which is no version", null);
        }
    }

    /** The table's version; 0 if it states none, as Hudi takes it. */
    static int version(Map<String, String> settings) {
        return Integer.parseInt(settings.getOrDefault(VERSION, "0").trim());
    }
}
