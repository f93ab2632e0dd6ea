package io.preflightguard.hudi;

import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.KeyLookup;
import io.preflightguard.hudi.write.BucketHash;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.UpsertOptions;
import io.preflightguard.spark.sample.DrawnKey;
import io.preflightguard.spark.sample.DrawnKeys;
import io.preflightguard.upsert.KeyDraw;
import io.preflightguard.upsert.LocatedKey;
import io.preflightguard.upsert.UpsertSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds where drawn record keys go: to the bucket they hash to, to the file group that has them, or to a new one. */
final class KeyLocations {

    private final WriteRequest request;
    private final UpsertOptions options;
    private final UnaryOperator<String> bucket;

    KeyLocations(WriteRequest request, HudiWrite write, UpsertOptions options, UpsertSettings settings) {
        this.request = request;
        this.options = options;
        this.bucket = settings.buckets().isPresent()
                ? new BucketHash(
                        options.hashedBy(write.recordKeys()), settings.buckets().getAsInt(), settings.line())::of
                : unused -> "";
    }

    /** @param slices the slices that may have keys; empty if none is looked up */
    KeyDraw of(DrawnKeys drawn, List<FileSliceState> slices) throws IOException {
        boolean looksUp = !slices.isEmpty() && !options.isBucketed();
        Map<String, Map<String, FileSliceState>> groups = looksUp ? lookUp(drawn, slices) : Map.of();
        return new KeyDraw(
                drawn.splits().stream()
                        .map(keys -> keys.stream()
                                .map(key -> located(
                                        key,
                                        groups.getOrDefault(key.path(), Map.of())
                                                .get(key.key())))
                                .toList())
                        .toList(),
                drawn.splitsInAll(),
                drawn.everyKey(),
                drawn.truncated());
    }

    private LocatedKey located(DrawnKey key, @Nullable FileSliceState slice) {
        return slice == null
                ? new LocatedKey(key.id(), key.path(), bucket.apply(key.key()), key.rows())
                : new LocatedKey(key.id(), slice.partitionPath(), slice.fileId(), key.rows());
    }

    private Map<String, Map<String, FileSliceState>> lookUp(DrawnKeys drawn, List<FileSliceState> slices)
            throws IOException {
        Map<String, List<String>> keys = drawn.splits().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        DrawnKey::path,
                        TreeMap::new,
                        Collectors.mapping(
                                DrawnKey::key, Collectors.collectingAndThen(Collectors.toSet(), List::copyOf))));
        return KeyLookup.fileGroups(
                request.spark(), request.path(), slices, keys, options.isGlobal(), options.movesKeys());
    }
}
