package io.preflightguard.spark.sample;

import io.preflightguard.benchmarks.KeyStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.frequencies.LongsSketch;
import org.apache.spark.unsafe.types.UTF8String;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What counting one row's key costs, in ns per row, beside DataSketches' own sketches, an exact count, and a loop that only
 * reads. Every invocation counts a million rows with a fresh counter, as a task does. In the package of the counter, which
 * is nobody else's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls draw() first
public class SketchUpdateBenchmark {

    private static final int ROWS = 1 << 20;

    private static final int MAP_SIZE = FrequentKeys.MAP_SIZE;

    private static final long SEED = 42;

    /** How the keys lie. */
    @Param({"UNIFORM", "ZIPF", "SORTED"})
    public KeyStream.Shape keys;

    private KeyStream stream;

    /** Draws the keys. */
    @Setup
    public void draw() {
        stream = KeyStream.of(keys, ROWS);
    }

    /** The floor: reads what the others read. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long emptyLoop() {
        long sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += stream.ids[i];
        }
        return sum;
    }

    /** DataSketches' own update, by the key's 64-bit hash. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object longsSketch() {
        LongsSketch sketch = new LongsSketch(MAP_SIZE);
        for (int i = 0; i < ROWS; i++) {
            sketch.update(stream.ids[i]);
        }
        return sketch;
    }

    /** The guard's counter: blocks of ids, and now and then a text, as {@link KeyCounter} hands them on. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object guard() {
        FrequentKeys counter = new FrequentKeys();
        Looks looks = new Looks(SEED);
        long[] block = new long[Looks.LONGEST];
        int first = 0;
        while (first < ROWS) {
            int length = Math.min(looks.length(), ROWS - first);
            for (int i = 0; i < length; i++) {
                block[i] = stream.ids[first + i]; // a task takes each id out of its row
                if (i == looks.place()) {
                    look(counter, first + i);
                }
            }
            counter.add(block, 0, length);
            first += length;
            looks.next();
        }
        return counter;
    }

    private void look(FrequentKeys counter, int row) {
        if (counter.isWanted(stream.ids[row])) {
            counter.remember(stream.ids[row], stream.texts[row].toString(), stream.hashes[row]);
        }
    }

    /** DataSketches' own update, by the key's text. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object itemsSketch() {
        ItemsSketch<String> sketch = new ItemsSketch<>(MAP_SIZE);
        for (int i = 0; i < ROWS; i++) {
            sketch.update(stream.texts[i].toString());
        }
        return sketch;
    }

    /** An exact count, which keeps every key. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object hashMap() {
        Map<UTF8String, Long> counts = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            counts.merge(stream.texts[i], 1L, Long::sum);
        }
        return counts;
    }
}
