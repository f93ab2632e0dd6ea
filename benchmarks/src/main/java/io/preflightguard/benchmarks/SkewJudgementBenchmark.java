package io.preflightguard.benchmarks;

import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.PartitionLoad;
import io.preflightguard.skew.SplitCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the driver does with a sample of 32 partitions and 1,000 keys in each, in µs: intervals, then the load of tasks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls count() first
public class SkewJudgementBenchmark {

    private static final int SPLITS = 32;
    private static final int SPLITS_IN_ALL = 3_200;
    private static final int KEYS = 1_000;
    private static final int COMMON_KEYS = 500;
    private static final int TASKS = 10_000;
    private static final double CONFIDENCE = 0.95;

    private KeySample sample;
    private KeyProfile profile;

    /** Makes the counts: half of the keys of a partition are in every other one too, the rest in it alone. */
    @Setup
    public void count() {
        SplittableRandom random = new SplittableRandom(3);
        List<SplitCounts> splits = new ArrayList<>();
        for (int split = 0; split < SPLITS; split++) {
            List<KeyCount> keys = new ArrayList<>();
            long rows = 0;
            for (int i = 0; i < KEYS; i++) {
                int key = i < COMMON_KEYS ? i : COMMON_KEYS + split * KEYS + i;
                long count = 20_000L / (i + 1) + random.nextInt(20);
                keys.add(new KeyCount("key-" + key, key * 0x9E3779B9, count, count + 3));
                rows += count + 3;
            }
            splits.add(new SplitCounts(rows, 0, keys, 3));
        }
        sample = new KeySample(KeyRole.KEY_COLUMN, "key", splits, SPLITS_IN_ALL, false);
        profile = KeyProfile.of(sample, CONFIDENCE);
    }

    /** An interval for each key. */
    @Benchmark
    public KeyProfile intervals() {
        return KeyProfile.of(sample, CONFIDENCE);
    }

    /** The load of 10,000 tasks. */
    @Benchmark
    public PartitionLoad load() {
        return PartitionLoad.predict(profile, TASKS);
    }
}
