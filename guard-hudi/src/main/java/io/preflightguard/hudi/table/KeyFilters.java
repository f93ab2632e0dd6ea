package io.preflightguard.hudi.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.bloom.BloomFilter;
import org.apache.hudi.common.bloom.BloomFilterFactory;
import org.apache.hudi.common.bloom.BloomFilterTypeCode;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the key filters of base files about keys. Runs in tasks. Files and keys travel in the function, which Spark sends as
 * Java objects whatever the user's serializer; what is asked and answered are numbers and text, which any serializer
 * takes.
 */
final class KeyFilters implements FlatMapFunction<Integer, String> {

    private static final long serialVersionUID = 1L;
    private static final String FILTER = "org.apache.hudi.bloomfilter";
    private static final String TYPE = "hoodie_bloom_filter_type_code";

    private final SerializableConfiguration hadoop;
    private final ArrayList<File> files;
    private final HashMap<String, String[]> keys;
    private final boolean everywhere;

    /** @param keys keys by partition path */
    KeyFilters(SerializableConfiguration hadoop, List<File> files, Map<String, String[]> keys, boolean everywhere) {
        this.hadoop = hadoop;
        this.files = new ArrayList<>(files);
        this.keys = new HashMap<>(keys);
        this.everywhere = everywhere;
    }

    @Override
    public Iterator<String> call(Integer index) throws IOException {
        File file = files.get(index);
        BloomFilter filter = filter(file.path(), hadoop.value());
        List<String> hits = new ArrayList<>();
        if (filter == null) {
            hits.add(new Hit(index, -1, file.partitionPath()).text());
            return hits.iterator();
        }
        for (Map.Entry<String, String[]> path : keys.entrySet()) {
            if (everywhere || path.getKey().equals(file.partitionPath())) {
                String[] inPath = path.getValue();
                for (int i = 0; i < inPath.length; i++) {
                    if (filter.mightContain(inPath[i])) {
                        hits.add(new Hit(index, i, path.getKey()).text());
                    }
                }
            }
        }
        return hits.iterator();
    }

    private static @Nullable BloomFilter filter(String path, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path), hadoop))) {
            Map<String, String> footer = reader.getFooter().getFileMetaData().getKeyValueMetaData();
            String filter = footer.get(FILTER);
            return filter == null
                    ? null
                    : BloomFilterFactory.fromString(
                            filter, footer.getOrDefault(TYPE, BloomFilterTypeCode.SIMPLE.name()));
        }
    }

    /** A base file to ask. */
    record File(String path, String partitionPath) implements Serializable {}

    /**
     * A key that a file may have.
     *
     * @param file the file's index
     * @param index the key's index among those of its path, or -1 if the file has no filter
     * @param path the key's partition path
     */
    record Hit(int file, int index, String path) {

        String text() {
            return file + " " + index + " " + path;
        }

        static Hit parse(String text) {
            String[] parts = text.split(" ", 3);
            return new Hit(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
        }
    }
}
