package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyShare;
import io.preflightguard.skew.SplitCounts;
import io.preflightguard.upsert.Workload.PathWork;
import io.preflightguard.upsert.Workload.Rest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes workloads of what was sampled. Pure. */
public final class Workloads {

    /** Between a path and a file group: no path has it. */
    private static final String SEPARATOR = "\u0001";

    /** Random groups to take a variance from, where keys were drawn at random from the whole input. */
    private static final int GROUPS = 32;

    private Workloads() {}

    /**
     * A write that only inserts.
     *
     * @param paths the shares of the partition paths
     * @param rows rows of the input
     */
    public static Workload ofInserts(KeyProfile paths, Estimate rows) {
        List<PathWork> work = new ArrayList<>();
        for (KeyShare path : paths.top()) {
            if (path.key() != null) {
                work.add(new PathWork(path.key(), path.share().times(rows, Unit.COUNT), Map.of()));
            }
        }
        long seen = paths.sample().splits().stream()
                .flatMap(split -> split.frequent().stream())
                .map(KeyCount::hash)
                .distinct()
                .count();
        return new Workload(work, unlisted(paths, seen) * rows.high(), rest(paths, seen, 0, false, rows));
    }

    /** The most that any location has that is not in the profile: one that was not seen, or one that was cut off. */
    private static double unlisted(KeyProfile profile, long seen) {
        List<KeyShare> top = profile.top();
        double ofCut = seen > top.size() && !top.isEmpty()
                ? top.get(top.size() - 1).share().high()
                : 0;
        return Math.max(ofCut, profile.unseen().high());
    }

    private static Rest rest(KeyProfile profile, long seen, double unseen, boolean mayHideHotKeys, Estimate rows) {
        double listed = profile.top().stream()
                .mapToDouble(location -> location.share().value())
                .sum();
        boolean isCut = seen > profile.top().size();
        return new Rest(
                isCut ? Math.max(0, 1 - listed) * rows.value() : 0,
                isCut ? seen - profile.top().size() : 0,
                unseen,
                mayHideHotKeys);
    }

    /** A write that only inserts, into a table without partitions. */
    public static Workload ofInserts(Estimate rows) {
        return new Workload(List.of(new PathWork("", rows, Map.of())), 0);
    }

    /**
     * A write whose keys were drawn and looked up.
     *
     * @param rows rows of the input
     * @param combined whether Hudi keeps one record of each key; its reduceByKey does that before anything is shuffled,
     *     so a hot key is no hot task; without it, one that was not drawn may be
     * @param confidence of the intervals, in (0, 1)
     */
    public static Workload of(KeyDraw draw, Estimate rows, boolean combined, double confidence) {
        List<List<LocatedKey>> once = combined ? distinct(draw.splits()) : draw.splits();
        double read = sum(draw.splits(), false);
        double kept = sum(once, combined);
        if (read == 0) {
            return new Workload(List.of(), rows.high());
        }
        Estimate records = rows.times(keptShare(draw, kept / read, combined), Unit.COUNT);
        boolean exact = draw.everyKey() && draw.isEverySplitRead();
        List<List<LocatedKey>> clusters = exact || !draw.isEverySplitRead() ? once : randomGroups(once);
        KeySample sample = new KeySample(
                KeyRole.PARTITION_PATH,
                "path and file group",
                clusters.stream().map(keys -> counts(keys, combined)).toList(),
                exact ? clusters.size() : Math.max(clusters.size(), draw.splitsInAll()),
                !exact);
        KeyProfile profile = KeyProfile.of(sample, confidence);
        Map<String, Long> keysByLocation = once.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Workloads::location, Collectors.counting()));
        long seen = keysByLocation.size();
        return new Workload(
                paths(profile, records),
                unlisted(profile, seen) * records.high(),
                rest(
                        profile,
                        seen,
                        exact ? 0 : unseen(keysByLocation.values()),
                        !combined && !draw.everyKey(),
                        records));
    }

    /** Locations of which no key was drawn (Chao, Scandinavian Journal of Statistics 11, 1984), from those with few. */
    private static double unseen(Collection<Long> keys) {
        double ofOne = keys.stream().filter(count -> count == 1).count();
        double ofTwo = keys.stream().filter(count -> count == 2).count();
        return ofOne * (ofOne - 1) / (2 * (ofTwo + 1));
    }

    private static String location(LocatedKey key) {
        return key.path() + SEPARATOR + key.group();
    }

    /** Rows of one key may lie in partitions that were not read, as far as they are seen to repeat at all. */
    private static Estimate keptShare(KeyDraw draw, double kept, boolean combined) {
        boolean repeats = combined && kept < 1 && !draw.isEverySplitRead();
        double low = repeats ? kept * draw.splits().size() / Math.max(1, draw.splitsInAll()) : kept;
        return new Estimate(kept, low, kept, 1, Unit.SHARE);
    }

    private static List<PathWork> paths(KeyProfile profile, Estimate records) {
        Map<String, Estimate> inserts = new TreeMap<>();
        Map<String, Map<String, Estimate>> updates = new TreeMap<>();
        for (KeyShare share : profile.top()) {
            String[] location = String.valueOf(share.key()).split(SEPARATOR, 2);
            Estimate there = share.share().times(records, Unit.COUNT);
            Map<String, Estimate> inPath = updates.computeIfAbsent(location[0], unused -> new TreeMap<>());
            if (location[1].isEmpty()) {
                inserts.put(location[0], there);
            } else {
                inPath.put(location[1], there);
            }
        }
        List<PathWork> work = new ArrayList<>();
        updates.forEach((path, groups) ->
                work.add(new PathWork(path, inserts.getOrDefault(path, Estimates.none(Unit.COUNT)), groups)));
        return work;
    }

    private static SplitCounts counts(List<LocatedKey> keys, boolean combined) {
        Map<String, Long> rows = new TreeMap<>();
        keys.forEach(key -> rows.merge(location(key), combined ? 1 : key.rows(), Long::sum));
        List<KeyCount> counts = new ArrayList<>();
        rows.forEach((location, count) -> counts.add(new KeyCount(location, location.hashCode(), count, count)));
        return new SplitCounts(rows.values().stream().mapToLong(Long::longValue).sum(), 0, counts, 0);
    }

    private static List<List<LocatedKey>> distinct(List<List<LocatedKey>> splits) {
        Set<Long> seen = new HashSet<>();
        return splits.stream()
                .map(keys -> keys.stream().filter(key -> seen.add(key.id())).toList())
                .toList();
    }

    private static List<List<LocatedKey>> randomGroups(List<List<LocatedKey>> splits) {
        List<List<LocatedKey>> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            groups.add(new ArrayList<>());
        }
        // The ids' low bits: their order, by which keys were drawn, is that of the high ones.
        splits.forEach(keys -> keys.forEach(
                key -> groups.get((int) Math.floorMod(key.id(), (long) GROUPS)).add(key)));
        return groups;
    }

    private static double sum(List<List<LocatedKey>> splits, boolean once) {
        return splits.stream()
                .flatMap(List::stream)
                .mapToDouble(key -> once ? 1 : key.rows())
                .sum();
    }
}
