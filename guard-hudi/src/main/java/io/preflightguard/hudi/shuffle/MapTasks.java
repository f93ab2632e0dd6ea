package io.preflightguard.hudi.shuffle;

import io.preflightguard.hudi.write.RecordShuffle;
import io.preflightguard.hudi.write.RecordWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
        if (isBehind) {
            Collections.shuffle(all, new Random(seed));
        } else {
            // Rows of one map task of the input are neighbours there; behind a shuffle they come from everywhere.
            tasks = Math.max(tasks, Math.min(splits.size(), write.inputPartitions()));
        }
        double share = Math.min(1, all.size() / (double) tasks / rowsPerTask);
        int reducers = shuffle == RecordShuffle.TAG ? write.inputPartitions() : write.partitions();
        int fewer = (int) Math.max(1, Math.round(reducers * share));
        Map<String, Integer> files = fileGroups(all, write);
        Map<String, Integer> fewerFiles = new TreeMap<>(files);
        fewerFiles.replaceAll((path, groups) -> (int) Math.max(1, Math.round(groups * share)));
        Function<Pair, Object> reducer =
                switch (shuffle) {
                    case COMBINE -> hashed(fewer);
                    // Behind the combining shuffle, whose partitioner is the same: all records go to one reducer.
                    case TAG -> hashed(isBehind ? 1 : fewer);
                    case BY_SORT_KEY -> ranged(all, fewer);
                    case BY_PATH -> pair -> Math.floorMod(pair.path().hashCode(), write.partitions());
                    case REPARTITION -> pair -> pair.path() + '/' + bucket(pair, fewerFiles);
                };
        List<List<Pair>> blocks = new ArrayList<>();
        for (List<Pair> task : cut(all, tasks)) {
            blocks.addAll(grouped(shuffle == RecordShuffle.COMBINE ? byHash(task) : task, reducer));
        }
        // Fewer reducers keep their blocks as large as real ones, as long as one is left; paths cannot be left out.
        double thinned =
                switch (shuffle) {
                    case COMBINE, BY_SORT_KEY -> (double) reducers / fewer;
                    case TAG -> isBehind ? 1 : (double) reducers / fewer;
                    case BY_PATH -> 1;
                    case REPARTITION -> sum(files) / sum(fewerFiles);
                };
        return new MapTasks(blocks, Math.min(1, share * thinned));
    }

    /** How many file groups each path has. */
    private static Map<String, Integer> fileGroups(List<Pair> all, RecordWrite write) {
        Map<String, Integer> groups = new TreeMap<>();
        all.forEach(pair -> groups.merge(pair.path(), 1, Integer::sum));
        groups.replaceAll((path, drawn) -> write.fileGroups(write.rows() * drawn / all.size()));
        return groups;
    }

    private static double sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToDouble(Integer::doubleValue).sum();
    }

    private static List<Pair> byHash(List<Pair> task) {
        List<Pair> sorted = new ArrayList<>(task);
        sorted.sort(Comparator.comparingInt(pair -> pair.key().hashCode()));
        return sorted;
    }

    private static int bucket(Pair pair, Map<String, Integer> files) {
        return Math.floorMod(pair.record().getRecordKey().hashCode(), files.getOrDefault(pair.path(), 1));
    }

    private static Function<Pair, Object> hashed(int reducers) {
        return pair -> Math.floorMod(pair.key().hashCode(), reducers);
    }

    /** By ranges of as many keys each, as Spark's RangePartitioner makes them of a sample. */
    private static Function<Pair, Object> ranged(List<Pair> all, int reducers) {
        List<String> keys =
                all.stream().map(pair -> pair.key().toString()).sorted().toList();
        return pair -> (long) Collections.binarySearch(keys, pair.key().toString()) * reducers / keys.size();
    }

    /** The blocks of records. */
    List<List<Pair>> blocks() {
        return blocks;
    }

    /** The size of a block as a part of the real one's, in (0, 1]. */
    double share() {
        return share;
    }

    private static Collection<List<Pair>> grouped(List<Pair> pairs, Function<Pair, Object> by) {
        Map<Object, List<Pair>> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(by.apply(pair), unused -> new ArrayList<>())
                .add(pair));
        return groups.values();
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
            case BY_SORT_KEY -> key.getPartitionPath() + '+' + key.getRecordKey();
            case COMBINE, TAG -> isGlobal ? key.getRecordKey() : key;
            case REPARTITION -> new Tuple2<>(key, Option.empty());
        };
    }
}
