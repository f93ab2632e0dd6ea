package io.preflightguard.benchmarks.bulkinsert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A cluster that runs tasks of known lengths, one to a core. Pure. */
final class Cluster {

    private Cluster() {}

    /** How long the tasks take in the order Spark starts them, each on the core that is free first. */
    static long inOrder(List<Long> millis, int cores) {
        PriorityQueue<Long> free = new PriorityQueue<>();
        for (int core = 0; core < cores; core++) {
            free.add(0L);
        }
        long end = 0;
        for (long task : millis) {
            long done = free.remove() + task;
            free.add(done);
            end = Math.max(end, done);
        }
        return end;
    }

    /** The same with the longest task first, which is nearly the best order there is. */
    static long longestFirst(List<Long> millis, int cores) {
        List<Long> sorted = new ArrayList<>(millis);
        sorted.sort(Comparator.reverseOrder());
        return inOrder(sorted, cores);
    }
}
