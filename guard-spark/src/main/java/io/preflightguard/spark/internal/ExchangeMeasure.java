package io.preflightguard.spark.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import scala.Product2;

/** Weighs what one map task of an exchange would write, with the rows and the reducers that Spark gives it. */
final class ExchangeMeasure implements FlatMapFunction<Iterator<Product2<Object, InternalRow>>, byte[]> {

    private static final long serialVersionUID = 1L;

    /** What the serializer writes before each row. */
    private static final long LENGTH_BYTES = 4;

    private final Serializer serializer;
    private final List<String> codecs;
    private final long seed;

    /** @param codecs short names of codecs, or {@code none} */
    ExchangeMeasure(Serializer serializer, List<String> codecs, long seed) {
        this.serializer = serializer;
        this.codecs = List.copyOf(codecs);
        this.seed = seed;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Product2<Object, InternalRow>> pairs) throws IOException {
        long rows = 0;
        long bytes = 0;
        try (BlockBytes blocks = new BlockBytes(serializer.newInstance(), seed + TaskContext.getPartitionId())) {
            while (pairs.hasNext()) {
                Product2<Object, InternalRow> pair = pairs.next();
                UnsafeRow row = (UnsafeRow) pair._2();
                long size = row.getSizeInBytes() + LENGTH_BYTES;
                blocks.write((Integer) pair._1(), pair._1(), row, size);
                rows++;
                bytes += size;
            }
            SparkConf conf = SparkEnv.get().conf();
            double scale = blocks.raw() == 0 ? 1 : (double) bytes / blocks.raw();
            Map<String, Long> compressed = new TreeMap<>();
            for (String codec : codecs) {
                compressed.put(codec, Math.round(blocks.compressed(conf, codec) * scale));
            }
            return Collections.singleton(write(new MapOutput(rows, bytes, compressed)))
                    .iterator();
        }
    }

    /** As bytes, so that the user's serializer needs to know none of our classes. */
    private static byte[] write(MapOutput output) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeLong(output.rows());
        data.writeLong(output.rawBytes());
        data.writeInt(output.compressedBytes().size());
        for (Map.Entry<String, Long> codec : output.compressedBytes().entrySet()) {
            data.writeUTF(codec.getKey());
            data.writeLong(codec.getValue());
        }
        return bytes.toByteArray();
    }

    static MapOutput read(byte[] bytes) {
        try {
            DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
            long rows = data.readLong();
            long raw = data.readLong();
            Map<String, Long> compressed = new TreeMap<>();
            for (int left = data.readInt(); left > 0; left--) {
                compressed.put(data.readUTF(), data.readLong());
            }
            return new MapOutput(rows, raw, compressed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("What a task measured could not be read back", impossible);
        }
    }
}
