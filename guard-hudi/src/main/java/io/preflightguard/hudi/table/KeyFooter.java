package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.bloom.BloomFilter;
import org.apache.hudi.common.bloom.BloomFilterFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** What a base file's footer says of the record keys in it. */
final class KeyFooter {

    private static final String KEY = "_hoodie_record_key";
    private static final String ONLY_KEYS = "message keys { optional binary " + KEY + " (UTF8); }";

    // The names that Hudi gives to its entries of a footer.
    private static final String FILTER = "org.apache.hudi.bloomfilter";
    private static final String FILTER_TYPE = "hoodie_bloom_filter_type_code";
    private static final String SMALLEST = "hoodie_min_record_key";
    private static final String LARGEST = "hoodie_max_record_key";

    private final Path file;
    private final Configuration hadoop;
    private final @Nullable String smallest;
    private final @Nullable String largest;
    private final @Nullable BloomFilter filter;

    private KeyFooter(Path file, Configuration hadoop, Map<String, String> entries) {
        this.file = file;
        this.hadoop = hadoop;
        this.smallest = entries.get(SMALLEST);
        this.largest = entries.get(LARGEST);
        String text = entries.get(FILTER);
        this.filter =
                text == null ? null : BloomFilterFactory.fromString(text, entries.getOrDefault(FILTER_TYPE, "SIMPLE"));
    }

    static KeyFooter read(String path, Configuration hadoop) throws IOException {
        Path file = new Path(path);
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            return new KeyFooter(
                    file, hadoop, reader.getFooter().getFileMetaData().getKeyValueMetaData());
        } catch (RuntimeException damaged) {
            throw new IOException(file + " is not a base file of Hudi: " + damaged.getMessage(), damaged);
        }
    }

    /** How the file's first row spells its key; empty if it has no row, or no such column of one value. */
    static Optional<StoredKeys.Spelling> firstSpelling(String path, Configuration hadoop, String column)
            throws IOException {
        Path file = new Path(path);
        MessageType schema;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            schema = reader.getFooter().getFileMetaData().getSchema();
        } catch (RuntimeException damaged) {
            throw new IOException(file + " is not a base file of Hudi: " + damaged.getMessage(), damaged);
        }
        if (!schema.containsField(KEY)
                || !schema.containsField(column)
                || !schema.getType(column).isPrimitive()) {
            return Optional.empty();
        }
        MessageType both = new MessageType("spelling", schema.getType(KEY), schema.getType(column));
        try (ParquetReader<Group> rows = reader(file, hadoop, both.toString())) {
            Group row = rows.read();
            return row == null || row.getFieldRepetitionCount(KEY) == 0 || row.getFieldRepetitionCount(column) == 0
                    ? Optional.empty()
                    : Optional.of(new StoredKeys.Spelling(
                            row.getString(KEY, 0), row.getValueToString(both.getFieldIndex(column), 0)));
        }
    }

    private static ParquetReader<Group> reader(Path file, Configuration hadoop, String columns) throws IOException {
        Configuration some = new Configuration(hadoop);
        some.set(ReadSupport.PARQUET_READ_SCHEMA, columns);
        return ParquetReader.builder(new GroupReadSupport(), file)
                .withConf(some)
                .build();
    }

    /** Whether the footer says anything of the keys; it does not where Hudi was told not to store it. */
    boolean isKnown() {
        return filter != null;
    }

    /** The smallest key in the file, or null if its footer does not say. */
    @Nullable
    String smallestKey() {
        return smallest;
    }

    /** Whether the file may hold the key; never false if it does. */
    boolean mayHold(String key) {
        return filter != null
                && (smallest == null || smallest.compareTo(key) <= 0)
                && (largest == null || largest.compareTo(key) >= 0)
                && filter.mightContain(key);
    }

    /** Those of the keys that the file holds. */
    Set<String> held(Collection<String> keys) throws IOException {
        Set<String> wanted = new HashSet<>(keys);
        Set<String> held = new HashSet<>();
        try (ParquetReader<Group> reader = reader(file, hadoop, ONLY_KEYS)) {
            for (Group row = reader.read(); row != null && held.size() < wanted.size(); row = reader.read()) {
                String key = row.getFieldRepetitionCount(KEY) == 0 ? "" : row.getString(KEY, 0);
                if (wanted.contains(key)) {
                    held.add(key);
                }
            }
        }
        return held;
    }
}
