package io.preflightguard.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.spark.unsafe.types.UTF8String;
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

/** What hashing one key of 12 bytes costs, in ns per row: what Spark's own columns do before the guard counts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls draw() first
public class KeyHashBenchmark {

    private static final int ROWS = 4096;

    private UTF8String[] texts;

    /** Draws the keys. */
    @Setup
    public void draw() {
        texts = KeyStream.of(KeyStream.Shape.ZIPF, ROWS).texts;
    }

    /** Murmur3, by which Spark shuffles. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int murmur3() {
        int sum = 0;
        for (UTF8String text : texts) {
            sum += KeyStream.murmur3(text);
        }
        return sum;
    }

    /** xxHash, by which the guard tells keys apart. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long xxHash64() {
        long sum = 0;
        for (UTF8String text : texts) {
            sum += KeyStream.xxHash64(text);
        }
        return sum;
    }
}
