package io.preflightguard.spark.sample;

import io.preflightguard.spark.codec.ShuffleCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows as a SQL shuffle writes them: each as a 4-byte length and its UnsafeRow, rows of one reducer together in arrival
 * order, each reducer's block compressed as a stream of its own. Not thread-safe.
 */
final class ShuffleBlocks {

    /** What a shuffle writes before each row. */
    static final long LENGTH_BYTES = 4;

    private static final int SPARK_HASH_SEED = 42;

    private final int keyOrdinal;
    private final int reducers;
    private final Map<Integer, ByteArrayOutputStream> blocks = new HashMap<>();
    private final byte[] buffer = new byte[4096];
    private long bytes;

    /**
     * @param keyOrdinal the string column by which rows go to reducers, or -1 if they stay in arrival order
     * @param reducers how many reducers there are
     */
    ShuffleBlocks(int keyOrdinal, int reducers) {
        this.keyOrdinal = keyOrdinal;
        this.reducers = reducers;
    }

    void write(UnsafeRow row) throws IOException {
        ByteArrayOutputStream block =
                blocks.computeIfAbsent(reducer(row), unused -> new ByteArrayOutputStream(1 << 16));
        int size = row.getSizeInBytes();
        block.write(new byte[] {(byte) (size >>> 24), (byte) (size >>> 16), (byte) (size >>> 8), (byte) size});
        row.writeToStream(block, buffer);
        bytes += size + LENGTH_BYTES;
    }

    /** Bytes that were written, before compression. */
    long bytes() {
        return bytes;
    }

    /** Bytes after each of these codecs and the one in effect. */
    Map<String, Long> compressed(SparkConf conf, List<String> codecs) throws IOException {
        Set<String> wanted = new HashSet<>(codecs);
        wanted.add(ShuffleCodec.effective(conf));
        Map<String, Long> compressed = new TreeMap<>();
        for (String codec : wanted) {
            long total = 0;
            for (ByteArrayOutputStream block : blocks.values()) {
                total += ShuffleCodec.bytes(conf, codec, block::writeTo);
            }
            compressed.put(codec, total);
        }
        return compressed;
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
}
