package io.preflightguard.spark.sample;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes the first rows of one input partition as a SQL shuffle would: each row as a 4-byte length and its UnsafeRow,
 * rows of one reducer together in arrival order, each reducer's block compressed as a stream of its own. Also sees how
 * much local disk is free where it runs.
 */
final class RowMeasure implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    private static final long serialVersionUID = 1L;

    /** Enough for many 32 KiB blocks of the codecs; more changes the ratio by less than partitions differ. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int MOST_ROWS = 50_000;
    private static final int SPARK_HASH_SEED = 42;

    private final StructType schema;
    private final int keyOrdinal;
    private final int reducers;
    private final List<String> codecs;
    private final List<NullProbe> required;

    /**
     * @param keyOrdinal the string column by which rows go to reducers, or -1 if they stay in arrival order
     * @param codecs short names of codecs to try besides the one in effect
     * @param required fields whose nulls to count
     */
    RowMeasure(StructType schema, int keyOrdinal, int reducers, List<String> codecs, List<NullProbe> required) {
        this.schema = schema;
        this.keyOrdinal = keyOrdinal;
        this.reducers = reducers;
        this.codecs = List.copyOf(codecs);
        this.required = List.copyOf(required);
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) throws IOException {
        Map<Integer, ByteArrayOutputStream> blocks = new HashMap<>();
        UnsafeProjection projection = UnsafeProjection.create(schema);
        byte[] buffer = new byte[4096];
        long[] nulls = new long[required.size()];
        long count = 0;
        long bytes = 0;
        while (count < MOST_ROWS && bytes < MOST_BYTES && rows.hasNext()) {
            InternalRow row = rows.next();
            UnsafeRow unsafe = row instanceof UnsafeRow already ? already : projection.apply(row);
            ByteArrayOutputStream block =
                    blocks.computeIfAbsent(reducer(unsafe), unused -> new ByteArrayOutputStream(1 << 16));
            int size = unsafe.getSizeInBytes();
            block.write(new byte[] {(byte) (size >>> 24), (byte) (size >>> 16), (byte) (size >>> 8), (byte) size});
            unsafe.writeToStream(block, buffer);
            for (int i = 0; i < nulls.length; i++) {
                nulls[i] += required.get(i).isNull(unsafe) ? 1 : 0;
            }
            count++;
            bytes += size + 4L;
        }
        SparkConf conf = SparkEnv.get().conf();
        String effective = CompressionCodec.getShortName(CompressionCodec.getCodecName(conf));
        Map<String, Long> compressed = new TreeMap<>();
        Set<String> wanted = new HashSet<>(codecs);
        wanted.add(effective);
        for (String codec : wanted) {
            compressed.put(codec, compressedBytes(blocks, CompressionCodec.createCodec(conf, codec)));
        }
        if (!conf.getBoolean("spark.shuffle.compress", true)) {
            effective = "none";
            compressed.put(effective, bytes);
        }
        Measured measured = new Measured(
                count,
                bytes,
                effective,
                compressed,
                freeDisk(),
                Arrays.stream(nulls).boxed().toList());
        return Collections.singleton(Wire.write(measured)).iterator();
    }

    private int reducer(UnsafeRow row) {
        if (keyOrdinal < 0 || row.isNullAt(keyOrdinal)) {
            return 0;
        }
        UTF8String key = row.getUTF8String(keyOrdinal);
        int hash = Murmur3_x86_32.hashUnsafeBytes(
                key.getBaseObject(), key.getBaseOffset(), key.numBytes(), SPARK_HASH_SEED);
        return Math.floorMod(hash, reducers);
    }

    private static long compressedBytes(Map<Integer, ByteArrayOutputStream> blocks, CompressionCodec codec)
            throws IOException {
        long total = 0;
        for (ByteArrayOutputStream block : blocks.values()) {
            ByteArrayOutputStream sink = new ByteArrayOutputStream(block.size());
            try (OutputStream stream = codec.compressedOutputStream(sink)) {
                block.writeTo(stream);
            }
            total += sink.size();
        }
        return total;
    }

    /** Free bytes over the distinct disks that hold Spark's local directories here; -1 if that cannot be seen. */
    private static long freeDisk() {
        try {
            Map<FileStore, Long> free = new HashMap<>();
            for (File directory :
                    SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
                FileStore store = Files.getFileStore(directory.toPath());
                free.put(store, store.getUsableSpace());
            }
            return free.values().stream().mapToLong(Long::longValue).sum();
        } catch (IOException | LinkageError unseen) {
            return -1;
        }
    }
}
