package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.internal.ParquetEncoding;
import io.preflightguard.spark.internal.QueryExecutions;
import io.preflightguard.statistics.ClusterRatio;
import io.preflightguard.statistics.SplitChoice;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** Measures what rows weigh in Parquet files, by encoding the first rows of some partitions. Stateless. */
public final class ParquetRowBytes {

    private static final int PARTITIONS = 8;

    /** Encoding costs what a write of the same rows does, so no more are encoded where these agree. */
    private static final int FIRST_PARTITIONS = 4;

    /** How far the ends of the interval may lie from the value where partitions agree, as a share of it. */
    private static final double AGREED = 0.1;

    /** Dictionaries and compression need a run of rows to show what they save; more costs time and changes little. */
    private static final int ROWS = 20_000;

    /** Of one partition, before they are encoded: long rows show theirs sooner. */
    private static final long BYTES = 32 << 20;

    private ParquetRowBytes() {}

    /**
     * Bytes of one row, encoded and compressed. Takes rows of four partitions, drawn by the guard's seed, in one Spark job,
     * and if these differ, of four more in another.
     *
     * @param codec the name of a codec, such as {@code gzip}
     * @return bytes of one row; the interval is from how partitions differ
     * @throws UnreadableInputException if the partitions that were drawn have no row
     */
    public static Estimate measure(Dataset<Row> frame, String codec, GuardConfig config)
            throws UnreadableInputException {
        return inFile(encoded(frame, new Encoder(frame.schema(), codec, false), config), config);
    }

    /** As {@link #measure}, and what the rows weigh neither encoded nor compressed, which takes as long once more. */
    public static EncodedRow encode(Dataset<Row> frame, String codec, GuardConfig config)
            throws UnreadableInputException {
        List<Encoded> encoded = encoded(frame, new Encoder(frame.schema(), codec, true), config);
        double plain = encoded.stream().mapToDouble(Encoded::plainBytes).sum()
                / encoded.stream().mapToDouble(Encoded::rows).sum();
        return new EncodedRow(inFile(encoded, config), plain);
    }

    private static List<Encoded> encoded(Dataset<Row> frame, Encoder encoder, GuardConfig config)
            throws UnreadableInputException {
        JavaRDD<byte[]> encoding = QueryExecutions.rows(frame).mapPartitions(encoder);
        int[] chosen = SplitChoice.draw(encoding.getNumPartitions(), PARTITIONS, config.seed() + 2);
        int first = Math.min(FIRST_PARTITIONS, chosen.length);
        List<Encoded> encoded = new ArrayList<>(encode(encoding, Arrays.copyOf(chosen, first)));
        if (!agree(encoded, config)) {
            encoded.addAll(encode(encoding, Arrays.copyOfRange(chosen, first, chosen.length)));
        }
        if (encoded.isEmpty()) {
            throw new UnreadableInputException(
                    "no row was found in the " + chosen.length + " input partitions that were read",
                    "Check whether the input is empty.");
        }
        return encoded;
    }

    private static List<Encoded> encode(JavaRDD<byte[]> encoding, int[] partitions) {
        return partitions.length == 0
                ? List.of()
                : List.of(encoding.collectPartitions(partitions)).stream()
                        .flatMap(List::stream)
                        .map(bytes -> Wire.read(Encoded.class, bytes))
                        .filter(split -> split.rows() > 0)
                        .toList();
    }

    private static boolean agree(List<Encoded> encoded, GuardConfig config) {
        if (encoded.size() < FIRST_PARTITIONS) {
            return false;
        }
        Estimate inFile = inFile(encoded, config);
        return inFile.high() - inFile.value() <= AGREED * inFile.value()
                && inFile.value() - inFile.low() <= AGREED * inFile.value();
    }

    private static Estimate inFile(List<Encoded> encoded, GuardConfig config) {
        return atLeastOneByte(ClusterRatio.estimate(
                encoded.stream().mapToDouble(Encoded::bytes).toArray(),
                encoded.stream().mapToDouble(Encoded::rows).toArray(),
                config.confidence(),
                Unit.BYTES));
    }

    private static Estimate atLeastOneByte(Estimate bytes) {
        double value = Math.max(1, bytes.value());
        return new Estimate(
                value,
                Math.min(value, Math.max(1, bytes.low())),
                Math.max(value, bytes.high()),
                bytes.confidence(),
                Unit.BYTES);
    }

    /** @param plainBytes 0 if they were not asked for */
    private record Encoded(long rows, long bytes, long plainBytes) implements Serializable {}

    private static final class Encoder implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

        private static final long serialVersionUID = 1L;

        private final StructType schema;
        private final String codec;
        private final boolean plainToo;

        Encoder(StructType schema, String codec, boolean plainToo) {
            this.schema = schema;
            this.codec = codec;
            this.plainToo = plainToo;
        }

        @Override
        public Iterator<byte[]> call(Iterator<InternalRow> rows) throws IOException {
            First first = new First(rows);
            return Collections.singleton(Wire.write(encoded(first))).iterator();
        }

        private Encoded encoded(First first) throws IOException {
            ParquetEncoding encoding = new ParquetEncoding(schema, codec);
            if (!plainToo) {
                long bytes = encoding.encodedBytes(first);
                return new Encoded(first.taken, bytes, 0);
            }
            ParquetEncoding.Bytes bytes = encoding.bytes(first, BYTES);
            return new Encoded(first.taken, bytes.encoded(), bytes.plain());
        }
    }

    private static final class First implements Iterator<InternalRow> {

        private final Iterator<InternalRow> rows;
        private long taken;
        private long bytes;

        First(Iterator<InternalRow> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return taken < ROWS && bytes < BYTES && rows.hasNext();
        }

        @Override
        public InternalRow next() {
            taken++;
            InternalRow row = rows.next();
            bytes += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
            return row;
        }
    }
}
