package io.preflightguard.spark.codec;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;

/**
 * Compresses the blocks of shuffles as Spark does, each as a stream of its own. Takes the configuration that an executor
 * or driver was launched with ({@code SparkEnv.get().conf()}): what a session asks for later, Spark does not heed.
 * Stateless.
 */
public final class ShuffleCodec {

    /** Stands for no compression, as with {@code spark.shuffle.compress=false}. */
    public static final String NONE = "none";

    private ShuffleCodec() {}

    /** What a block holds. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream stream) throws IOException;
    }

    /** The codec that shuffles use: a short name such as {@code lz4}, or {@link #NONE}. */
    public static String effective(SparkConf conf) {
        return conf.getBoolean("spark.shuffle.compress", true)
                ? CompressionCodec.getShortName(CompressionCodec.getCodecName(conf))
                : NONE;
    }

    /**
     * Bytes of one block after a codec.
     *
     * @param codec a short name, or {@link #NONE}
     */
    public static long bytes(SparkConf conf, String codec, Content block) throws IOException {
        Counter counter = new Counter();
        if (codec.equals(NONE)) {
            block.writeTo(counter);
            return counter.bytes;
        }
        try (OutputStream stream = CompressionCodec.createCodec(conf, codec).compressedOutputStream(counter)) {
            block.writeTo(stream);
        }
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }
}
