package io.preflightguard.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Wall times of one thing that was done several times. */
public final class Seconds {

    private final List<Double> times = new ArrayList<>();

    /** Does it once more, and returns what it gives. */
    public <T> T time(Callable<T> action) throws Exception {
        long start = System.nanoTime();
        T result = action.call();
        times.add((System.nanoTime() - start) / 1e9);
        return result;
    }

    /** How often it was done. */
    public int count() {
        return times.size();
    }

    /** The middle of the times; of an even number, the mean of the two in the middle. */
    public double median() {
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The shortest. */
    public double min() {
        return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The longest. */
    public double max() {
        return times.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
