package io.preflightguard.hudi.shuffle;

import io.preflightguard.hudi.write.RecordShuffle;
import io.preflightguard.hudi.write.RecordWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hudi.common.model.HoodieKey;
import org.apache.hudi.common.util.Option;
import scala.Tuple2;

/**
 * Lays drawn records out in blocks as the map tasks of a shuffle do. Where the draw has fewer records than a real map task,
 * its blocks are smaller in the same proportion, which {@link #share} tells.
 *
 * <p>Order matters as much as size. A map task that reads the input keeps its order; one that combines writes by the hash
 * of the key (Spark's ExternalSorter); one behind a combining or joining shuffle reads from a hash table, in no order.
 */
final class MapTasks {

    private final List<List<Pair>> blocks;
    private final double share;

    private MapTasks(List<List<Pair>> blocks, double share) {
        this.blocks = blocks;
        this.share = share;
    }

    /** @param splits drawn records by the split they come from, each in its order */
    static MapTasks of(RecordShuffle shuffle, RecordWrite write, List<List<Pair>> splits, long seed) {
        List<Pair> all = new ArrayList<>();
        splits.forEach(all::addAll);
        boolean isBehind = write.isBehindAnother(shuffle);
        double rowsPerTask = Math.max(1, write.rows() / (isBehind ? write.partitions() : write.inputPartitions()));
        int tasks = (int) Math.max(1, Math.min(all.size(), Math.round(all.size() / rowsPerTask)));
        List<List<Pair>> blocks = new ArrayList<>();
        if (isBehind) {
            shuffled(all, seed);
        }
        // Rows of one map task of the input are neighbours there; behind a shuffle they come from everywhere.
        tasks = isBehind ? tasks : Math.max(tasks, Math.min(splits.size(), write.inputPartitions()));
        double share = Math.min(1, all.size() / (double) tasks / rowsPerTask);
        int reducers = shuffle == RecordShuffle.COMBINE ? write.partitions() : write.inputPartitions();
        int hashed = (int) Math.max(1, Math.round(reducers * share));
        for (List<Pair> task : cut(all, tasks)) {
            blocks.addAll(blocks(shuffle, write, task, isBehind, hashed));
        }
        // Fewer reducers keep their blocks as large as real ones, as long as one is left; paths cannot be left out.
        boolean isHashed = shuffle == RecordShuffle.COMBINE || (shuffle == RecordShuffle.TAG && !isBehind);
        return new MapTasks(blocks, isHashed ? Math.min(1, share * reducers / hashed) : share);
    }

    private static Collection<List<Pair>> blocks(
            RecordShuffle shuffle, RecordWrite write, List<Pair> task, boolean isBehind, int reducers) {
        return switch (shuffle) {
            case COMBINE -> {
                List<Pair> byHash = new ArrayList<>(task);
                byHash.sort(Comparator.comparingInt(pair -> pair.key().hashCode()));
                yield grouped(byHash, hashed(reducers));
            }
            // Behind the combining shuffle, whose partitioner is the same: all records go to one reducer.
            case TAG -> isBehind ? List.of(task) : grouped(task, hashed(reducers));
            case REPARTITION, BY_PATH -> grouped(task, pair -> pair.path() + '/' + bucket(pair, write.buckets()));
        };
    }

    private static int bucket(Pair pair, int buckets) {
        return Math.floorMod(pair.record().getRecordKey().hashCode(), buckets);
    }

    private static Function<Pair, Integer> hashed(int reducers) {
        return pair -> Math.floorMod(pair.key().hashCode(), reducers);
    }

    /** The blocks of records. */
    List<List<Pair>> blocks() {
        return blocks;
    }

    /** The size of a block as a part of the real one's, in (0, 1]. */
    double share() {
        return share;
    }

    private static <K extends Comparable<K>> Collection<List<Pair>> grouped(List<Pair> pairs, Function<Pair, K> by) {
        Map<K, List<Pair>> groups = new TreeMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(by.apply(pair), unused -> new ArrayList<>())
                .add(pair));
        return groups.values();
    }

    private static void shuffled(List<Pair> pairs, long seed) {
        Collections.shuffle(pairs, new Random(seed));
    }

    private static List<List<Pair>> cut(List<Pair> pairs, int pieces) {
        List<List<Pair>> cut = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            int from = (int) ((long) pairs.size() * i / pieces);
            int until = (int) ((long) pairs.size() * (i + 1) / pieces);
            if (from < until) {
                cut.add(pairs.subList(from, until));
            }
        }
        return cut;
    }

    /** What a record is found by. */
    static Object key(RecordShuffle shuffle, HoodieKey key, boolean isGlobal) {
        return switch (shuffle) {
            case BY_PATH -> key.getPartitionPath();
            case COMBINE, TAG -> isGlobal ? key.getRecordKey() : key;
            case REPARTITION -> new Tuple2<>(key, Option.empty());
        };
    }
}
