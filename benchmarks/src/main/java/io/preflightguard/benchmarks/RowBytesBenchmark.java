package io.preflightguard.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What weighing one row of six columns, 128 bytes, costs, in ns per row: the three steps of a row on its way to a shuffle file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls make() first
public class RowBytesBenchmark {

    private static final int ROWS = 4096;

    private InternalRow[] rows;
    private UnsafeRow[] unsafeRows;
    private UnsafeProjection projection;
    private ByteArrayOutputStream sink;
    private byte[] copyBuffer;
    private byte[] block;
    private CompressionCodec lz4;
    private CompressionCodec zstd;

    /** Makes the rows and their bytes. */
    @Setup
    public void make() throws IOException {
        rows = OrderRows.of(ROWS);
        projection = UnsafeProjection.create(OrderRows.SCHEMA);
        unsafeRows = new UnsafeRow[ROWS];
        for (int i = 0; i < ROWS; i++) {
            unsafeRows[i] = projection.apply(rows[i]).copy();
        }
        copyBuffer = new byte[4096];
        sink = new ByteArrayOutputStream(1 << 20);
        write();
        block = sink.toByteArray();
        SparkConf conf = new SparkConf(false);
        lz4 = CompressionCodec.createCodec(conf, "lz4");
        zstd = CompressionCodec.createCodec(conf, "zstd");
    }

    /** From an engine's row to an UnsafeRow. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long project() {
        long bytes = 0;
        for (InternalRow row : rows) {
            bytes += projection.apply(row).getSizeInBytes();
        }
        return bytes;
    }

    /** From an UnsafeRow to bytes. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int write() throws IOException {
        sink.reset();
        for (UnsafeRow row : unsafeRows) {
            row.writeToStream(sink, copyBuffer);
        }
        return sink.size();
    }

    /** Those bytes as a block of lz4. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int compressLz4() throws IOException {
        return compress(lz4);
    }

    /** Those bytes as a block of zstd. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int compressZstd() throws IOException {
        return compress(zstd);
    }

    private int compress(CompressionCodec codec) throws IOException {
        sink.reset();
        try (OutputStream stream = codec.compressedOutputStream(sink)) {
            stream.write(block);
        }
        return sink.size();
    }
}
