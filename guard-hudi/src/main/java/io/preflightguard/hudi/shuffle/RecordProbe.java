package io.preflightguard.hudi.shuffle;

import io.preflightguard.hudi.write.RecordShuffle;
import io.preflightguard.hudi.write.RecordWrite;
import io.preflightguard.spark.codec.ShuffleCodec;
import io.preflightguard.spark.sample.DrawnRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hudi.common.model.HoodieKey;
import org.apache.hudi.common.model.HoodieRecord;
import org.apache.hudi.common.model.HoodieRecordGlobalLocation;
import org.apache.hudi.common.model.HoodieRecordLocation;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Weighs what Hudi's shuffles write of sampled rows: makes the records that a write makes of them, lays them out in the
 * blocks of each shuffle, serialises them with the session's own serializer and compresses each block. Runs on the driver;
 * starts no Spark job. Stateless.
 */
public final class RecordProbe {

    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
    private static final String INSTANT = "20260101000000000";

    /** A larger block compresses better, but not beyond this share of what a smaller one takes. */
    private static final double LEAST_OF_SMALLER = 0.8;

    private RecordProbe() {}

    /**
     * Weighs each shuffle of {@code write}.
     *
     * @param rows drawn rows, with Hudi's columns among theirs; not empty
     * @param codecs short names of codecs, or {@code none}
     * @return in the order of the write's shuffles
     */
    public static List<RecordWeight> weigh(DrawnRows rows, RecordWrite write, Collection<String> codecs, long seed)
            throws IOException {
        List<List<HoodieRecord<?>>> records = records(rows, write);
        SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
        List<RecordWeight> weights = new ArrayList<>();
        for (RecordShuffle shuffle : write.shuffles()) {
            List<List<Pair>> splits = records.stream()
                    .map(split -> split.stream()
                            .map(record -> new Pair(MapTasks.key(shuffle, record.getKey(), write.isGlobal()), record))
                            .toList())
                    .toList();
            MapTasks tasks = MapTasks.of(shuffle, write, splits, seed);
            weights.add(weight(shuffle.title(), serializer, tasks.blocks(), tasks.share(), codecs));
        }
        return weights;
    }

    /**
     * Weighs what an index of base files sends to the lookup: the key and the location of a stored record, as if the drawn
     * rows were stored.
     */
    public static RecordWeight weighStored(DrawnRows rows, RecordWrite write, Collection<String> codecs)
            throws IOException {
        Map<String, List<Pair>> byPath = new TreeMap<>();
        List<List<Object[]>> blocks = new ArrayList<>();
        for (List<HoodieRecord<?>> split : records(rows, write)) {
            split.forEach(record -> byPath.computeIfAbsent(record.getPartitionPath(), unused -> new ArrayList<>())
                    .add(new Pair(record.getKey(), record)));
        }
        int file = 0;
        for (Map.Entry<String, List<Pair>> path : byPath.entrySet()) {
            String fileId = String.format(Locale.ROOT, "00000000-0000-0000-0000-%012x-0", file++);
            blocks.add(path.getValue().stream()
                    .map(pair -> stored((HoodieKey) pair.key(), fileId, write.isGlobal()))
                    .toList());
        }
        return weightOf("stored keys", SparkEnv.get().serializer().newInstance(), blocks, 1, codecs);
    }

    private static Object[] stored(HoodieKey key, String fileId, boolean isGlobal) {
        return isGlobal
                ? new Object[] {
                    key.getRecordKey(), new HoodieRecordGlobalLocation(key.getPartitionPath(), INSTANT, fileId)
                }
                : new Object[] {key, new HoodieRecordLocation(INSTANT, fileId)};
    }

    private static List<List<HoodieRecord<?>>> records(DrawnRows rows, RecordWrite write) {
        RecordMaker maker = new RecordMaker(rows.schema(), write.payloadClass(), write.orderingField());
        List<List<HoodieRecord<?>>> splits = new ArrayList<>();
        for (List<UnsafeRow> split : rows.splits()) {
            List<HoodieRecord<?>> records = new ArrayList<>();
            for (UnsafeRow row : split) {
                records.add(maker.record(row));
            }
            splits.add(records);
        }
        return splits;
    }

    private static RecordWeight weight(
            String name,
            SerializerInstance serializer,
            List<List<Pair>> blocks,
            double share,
            Collection<String> codecs)
            throws IOException {
        return weightOf(
                name,
                serializer,
                blocks.stream()
                        .map(block -> block.stream()
                                .map(pair -> new Object[] {pair.key(), pair.record()})
                                .toList())
                        .toList(),
                share,
                codecs);
    }

    /**
     * Bytes per record. Where blocks are smaller than the real ones by {@code share}, the overhead of a block's start is
     * taken to be the same for blocks of any size, {@code c(s) = c + k / s}: seen in blocks cut in half, it tells what
     * the real ones would take.
     */
    private static RecordWeight weightOf(
            String name,
            SerializerInstance serializer,
            List<List<Object[]>> blocks,
            double share,
            Collection<String> codecs)
            throws IOException {
        double records = 0;
        double raw = 0;
        Map<String, Double> compressed = new TreeMap<>();
        Map<String, Double> ofHalves = new TreeMap<>();
        SparkConf conf = SparkEnv.get().conf();
        for (SampledBlocks.Weighted<Object[]> sampled : SampledBlocks.of(blocks).blocks()) {
            List<Object[]> block = sampled.block();
            double weight = sampled.weight();
            records += weight * block.size();
            raw += weight * bytes(conf, ShuffleCodec.NONE, serializer, block);
            int half = block.size() / 2;
            for (String codec : codecs) {
                compressed.merge(codec, weight * bytes(conf, codec, serializer, block), Double::sum);
                if (share < 1) {
                    ofHalves.merge(
                            codec,
                            weight
                                    * (bytes(conf, codec, serializer, block.subList(0, half))
                                            + bytes(conf, codec, serializer, block.subList(half, block.size()))),
                            Double::sum);
                }
            }
        }
        double count = records;
        compressed.replaceAll((codec, bytes) -> {
            double smaller = ofHalves.getOrDefault(codec, bytes);
            double saved = Math.max(0, smaller - bytes) * (1 - share);
            return Math.max(bytes - saved, bytes * LEAST_OF_SMALLER) / count;
        });
        return new RecordWeight(name, raw / count, compressed);
    }

    /**
     * Serialised into the compressed stream, as Spark does: Kryo flushes it whenever it likes, and each time zstd ends a
     * block.
     */
    private static long bytes(SparkConf conf, String codec, SerializerInstance serializer, List<Object[]> block)
            throws IOException {
        return block.isEmpty()
                ? 0
                : ShuffleCodec.bytes(conf, codec, compressing -> {
                    try (SerializationStream stream = serializer.serializeStream(compressing)) {
                        for (Object[] pair : block) {
                            stream.writeKey(pair[0], ANY);
                            stream.writeValue(pair[1], ANY);
                        }
                    }
                });
    }
}
