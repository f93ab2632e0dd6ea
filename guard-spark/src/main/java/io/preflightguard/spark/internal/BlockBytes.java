package io.preflightguard.spark.internal;

import io.preflightguard.spark.codec.ShuffleCodec;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The blocks that one map task writes, as Spark's shuffle writers make them: the pairs of one reducer in order of
 * arrival, serialised as a stream of their own (Spark's BypassMergeSortShuffleWriter and UnsafeShuffleWriter).
 *
 * <p>What does not fit is left out by whole reducers, so that each block that is kept is as large as the real one: a small
 * block compresses worse. Which ones are kept is decided by a hash of their number. Not thread-safe.
 */
final class BlockBytes implements Closeable {

    private static final long MOST_BYTES = 48L << 20;
    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

    private final SerializerInstance serializer;
    private final long seed;
    private final long mostBytes;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private long highestRank = Long.MAX_VALUE;
    private long kept;

    BlockBytes(SerializerInstance serializer, long seed) {
        this(serializer, seed, MOST_BYTES);
    }

    BlockBytes(SerializerInstance serializer, long seed, long mostBytes) {
        this.serializer = serializer;
        this.seed = seed;
        this.mostBytes = mostBytes;
    }

    /** @param bytes about what the pair will weigh */
    void write(int reducer, Object key, Object value, long bytes) {
        long rank = rank(reducer);
        if (rank > highestRank || (kept >= mostBytes && !thinOut(rank))) {
            return;
        }
        Block block = blocks.computeIfAbsent(reducer, unused -> new Block(rank, serializer));
        block.stream.writeKey(key, ANY);
        block.stream.writeValue(value, ANY);
        block.bytes += bytes;
        kept += bytes;
    }

    /** Serialised bytes of the blocks that were kept. */
    long raw() {
        return blocks.values().stream().mapToLong(Block::size).sum();
    }

    /** Bytes of the kept blocks after a codec. */
    long compressed(SparkConf conf, String codec) throws IOException {
        long total = 0;
        for (Block block : blocks.values()) {
            block.stream.flush();
            total += ShuffleCodec.bytes(conf, codec, block.buffer::writeTo);
        }
        return total;
    }

    @Override
    public void close() {
        blocks.values().forEach(block -> block.stream.close());
    }

    /** Drops half of the blocks; the last one stays, and gets no more. */
    private boolean thinOut(long rank) {
        while (kept >= mostBytes && blocks.size() > 1) {
            List<Map.Entry<Integer, Block>> byRank = new ArrayList<>(blocks.entrySet());
            byRank.sort(Comparator.comparingLong(entry -> entry.getValue().rank));
            int half = (byRank.size() + 1) / 2;
            highestRank = byRank.get(half - 1).getValue().rank;
            for (Map.Entry<Integer, Block> dropped : byRank.subList(half, byRank.size())) {
                kept -= dropped.getValue().bytes;
                dropped.getValue().stream.close();
                blocks.remove(dropped.getKey());
            }
        }
        return kept < mostBytes && rank <= highestRank;
    }

    /** Stafford's variant 13 of a 64-bit mixer, never negative. */
    private long rank(int reducer) {
        long mixed = reducer + seed;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (mixed ^ (mixed >>> 31)) & Long.MAX_VALUE;
    }

    private static final class Block {
        private final long rank;
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 12);
        private final SerializationStream stream;
        private long bytes;

        Block(long rank, SerializerInstance serializer) {
            this.rank = rank;
            this.stream = serializer.serializeStream(buffer);
        }

        long size() {
            stream.flush();
            return buffer.size();
        }
    }
}
