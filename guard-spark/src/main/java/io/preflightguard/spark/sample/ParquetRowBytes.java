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
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Measures what rows weigh in Parquet files, by encoding the first rows of some partitions. Stateless. */
public final class ParquetRowBytes {

    private static final int PARTITIONS = 8;

    /** Dictionaries and compression need a run of rows to show what they save; more costs time and changes little. */
    private static final int ROWS = 20_000;

    /** Of one partition, before they are encoded: long rows show theirs sooner. */
    private static final long BYTES = 32 << 20;

    private ParquetRowBytes() {}

    /** Bytes of one row, encoded and compressed; see {@link #encode}. */
    public static Estimate measure(Dataset<Row> frame, String codec, GuardConfig config)
            throws UnreadableInputException {
        return encode(frame, codec, config).inFile();
    }

    /**
     * Encodes rows of at most eight partitions, drawn by the guard's seed, in one Spark job.
     *
     * @param codec the name of a codec, such as {@code gzip}
     * @return bytes of one row; the interval is from how partitions differ
     * @throws UnreadableInputException if the partitions that were drawn have no row
     */
    public static EncodedRow encode(Dataset<Row> frame, String codec, GuardConfig config)
            throws UnreadableInputException {
        JavaRDD<InternalRow> rows = QueryExecutions.rows(frame);
        int[] chosen = SplitChoice.draw(rows.getNumPartitions(), PARTITIONS, config.seed() + 2);
        List<Encoded> encoded = chosen.length == 0
                ? List.of()
                : List.of(rows.mapPartitions(new Encoder(frame.schema(), codec)).collectPartitions(chosen)).stream()
                        .flatMap(List::stream)
                        .map(bytes -> Wire.read(Encoded.class, bytes))
                        .filter(split -> split.rows() > 0)
                        .toList();
        if (encoded.isEmpty()) {
            throw new UnreadableInputException(
                    "no row was found in the " + chosen.length + " input partitions that were read",
                    "Check whether the input is empty.");
        }
        Estimate inFile = ClusterRatio.estimate(
                encoded.stream().mapToDouble(Encoded::bytes).toArray(),
                encoded.stream().mapToDouble(Encoded::rows).toArray(),
                config.confidence(),
                Unit.BYTES);
        double plain = encoded.stream().mapToDouble(Encoded::plainBytes).sum()
                / encoded.stream().mapToDouble(Encoded::rows).sum();
        return new EncodedRow(atLeastOneByte(inFile), plain);
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

    private record Encoded(long rows, long bytes, long plainBytes) implements Serializable {}

    private static final class Encoder implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

        private static final long serialVersionUID = 1L;

        private final StructType schema;
        private final String codec;

        Encoder(StructType schema, String codec) {
            this.schema = schema;
            this.codec = codec;
        }

        @Override
        public Iterator<byte[]> call(Iterator<InternalRow> rows) throws IOException {
            First first = new First(rows);
            ParquetEncoding.Bytes bytes = new ParquetEncoding(schema, codec).bytes(first, BYTES);
            return Collections.singleton(Wire.write(new Encoded(first.taken, bytes.encoded(), bytes.plain())))
                    .iterator();
        }
    }

    private static final class First implements Iterator<InternalRow> {

        private final Iterator<InternalRow> rows;
        private long taken;

        First(Iterator<InternalRow> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return taken < ROWS && rows.hasNext();
        }

        @Override
        public InternalRow next() {
            taken++;
            return rows.next();
        }
    }
}
