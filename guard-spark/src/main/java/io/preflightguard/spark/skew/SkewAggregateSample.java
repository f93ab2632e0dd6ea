package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.skew.CollectRules;
import io.preflightguard.skew.HotKeys;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeyShare;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sample.UnreadableInputException;
import io.preflightguard.spark.sizing.ClusterProbe;
import io.preflightguard.spark.skew.SkewAggregateColumn.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What a sample says of a grouping: the keys' shares, and for every collected column how many values a key has and what
 * one weighs.
 *
 * @param profile the keys' shares of the rows
 * @param rows rows of the input, or null if nothing bounds them
 * @param collected what is known of each collected column
 */
record SkewAggregateSample(KeyProfile profile, @Nullable Estimate rows, List<Collected> collected) {

    /**
     * @param column the column
     * @param isSet whether equal values are collected once, so that the number of values is only an upper bound
     * @param values each key's share of all rows, counting only rows that have a value; keys by hash, as text
     * @param weighed what values take in an array, or null if none was found to weigh
     */
    record Collected(
            String column,
            boolean isSet,
            KeyProfile values,
            @Nullable ValueBytes weighed) {

        /** What the key's values come to; of keys that were not read to their end, perhaps all values are of this one. */
        Arrays of(Estimate rows, KeyShare key, ValueBytes bytes) {
            return arrays(rows, key.share(), bytes.of(key.hash()), bytes, isSet);
        }

        /** What a key's values come to that was not seen. */
        Arrays ofUnseen(Estimate rows, ValueBytes bytes) {
            return arrays(rows, values.unseen(), bytes.ofUnseen(), bytes, true);
        }

        private Arrays arrays(Estimate rows, Estimate share, Estimate bytes, ValueBytes all, boolean atMost) {
            if (!values.sample().truncated()) {
                return Arrays.of(rows, share, bytes, atMost);
            }
            Estimate any = new Estimate(share.value(), 0, 1, share.confidence(), Unit.SHARE);
            return Arrays.of(rows, any, any(bytes, all.ofUnseen()), true);
        }

        private static Estimate any(Estimate bytes, Estimate most) {
            return new Estimate(bytes.value(), 0, Math.max(bytes.high(), most.high()), bytes.confidence(), Unit.BYTES);
        }
    }

    SkewAggregateSample {
        collected = List.copyOf(collected);
    }

    /** Samples the frame: the only place that knows how. */
    static SkewAggregateSample take(
            Dataset<Row> frame, List<String> keys, List<SkewAggregateColumn> columns, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        List<SkewAggregateColumn> collects =
                columns.stream().filter(SkewAggregateColumn::isCollected).toList();
        KeyColumn key = key(keys);
        List<KeyColumn> asked = new ArrayList<>(List.of(key));
        for (SkewAggregateColumn collect : collects) {
            Column hasValue = SaltedColumns.column(collect.column()).isNotNull();
            asked.add(new KeyColumn(
                    KeyRole.KEY_COLUMN,
                    collect.column(),
                    functions.when(hasValue, key.hash().cast("string")),
                    key.hash()));
        }
        Sampled samples = KeySampling.read(frame, asked, SkewAggregate.shufflePartitions(frame), config);
        List<Collected> collected = new ArrayList<>();
        for (int i = 0; i < collects.size(); i++) {
            SkewAggregateColumn collect = collects.get(i);
            KeyProfile values = KeyProfile.of(samples.samples().get(i + 1), samples.confidence());
            collected.add(new Collected(
                    collect.column(),
                    collect.kind() == Kind.COLLECT_SET,
                    values,
                    ValueBytes.weigh(frame, key.hash(), collect.column(), config)));
        }
        return new SkewAggregateSample(KeySampling.profile(samples), samples.inputRows(), collected);
    }

    static KeyColumn key(List<String> keys) {
        KeyColumn quoted = KeyColumn.of(
                KeyRole.KEY_COLUMN, keys.stream().map(SaltedColumns::quoted).toList());
        return new KeyColumn(quoted.role(), String.join(",", keys), quoted.text(), quoted.hash());
    }

    /** Holds what the heaviest key collects against the memory of a task; empty if nothing is collected. */
    List<CheckResult> judge(HotKeys hot, SparkSession session, GuardConfig config) {
        if (collected.isEmpty()) {
            return List.of();
        }
        String columns = collected.stream().map(Collected::column).collect(Collectors.joining(","));
        if (rows == null || collected.stream().anyMatch(column -> column.weighed() == null)) {
            return List.of(new CheckResult(
                    "sizing: values of " + columns + " collected for one key",
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the sample does not tell how many values a key has, or what they weigh",
                            "Raise spark.guard.sample.max-partitions and spark.guard.sample.max-rows.")));
        }
        Map<Integer, Arrays> perKey = new HashMap<>();
        Arrays unseen = Arrays.NONE;
        for (Collected column : collected) {
            ValueBytes bytes = Objects.requireNonNull(column.weighed());
            for (KeyShare key : column.values().top()) {
                if (key.key() != null) {
                    perKey.merge(key.hash(), column.of(rows, key, bytes), Arrays::plus);
                }
            }
            unseen = unseen.plus(column.ofUnseen(rows, bytes));
        }
        Map.Entry<Integer, Arrays> heaviest = perKey.entrySet().stream()
                .max(Comparator.comparingDouble((Map.Entry<Integer, Arrays> key) ->
                                key.getValue().bytes().value())
                        .thenComparing(Map.Entry::getKey))
                .orElse(Map.entry(0, Arrays.NONE));
        Arrays arrays = perKey.values().stream().reduce(heaviest.getValue().orAsMuchAs(unseen), Arrays::orAsMuchAs);
        // Disk does not come into it; without a number the probe would not say what memory there is.
        Fleet fleet = ClusterProbe.fleet(session, config, OptionalLong.of(0));
        return List.of(CollectRules.judge(
                columns,
                hot.name(hot.find(heaviest.getKey()), config),
                arrays.values(),
                arrays.bytes(),
                fleet.executionMemoryPerTask(),
                fleet.heapPerWorker()));
    }

    /** What one key collects: how many values, and the bytes of their arrays. */
    private record Arrays(Estimate values, Estimate bytes) {

        static final Arrays NONE = new Arrays(Estimate.exact(0, Unit.COUNT), Estimate.exact(0, Unit.BYTES));

        static Arrays of(Estimate rows, Estimate share, Estimate bytes, boolean atMost) {
            Estimate values = rows.times(share, Unit.COUNT);
            Estimate counted =
                    atMost ? new Estimate(values.value(), 0, values.high(), values.confidence(), Unit.COUNT) : values;
            return new Arrays(counted, counted.times(bytes, Unit.BYTES));
        }

        Arrays plus(Arrays other) {
            return new Arrays(sum(values, other.values), sum(bytes, other.bytes));
        }

        /** The same, but as uncertain upwards as another key. */
        Arrays orAsMuchAs(Arrays other) {
            return new Arrays(upTo(values, other.values.high()), upTo(bytes, other.bytes.high()));
        }

        private static Estimate upTo(Estimate estimate, double high) {
            return new Estimate(
                    estimate.value(),
                    estimate.low(),
                    Math.max(estimate.high(), high),
                    estimate.confidence(),
                    estimate.unit());
        }

        private static Estimate sum(Estimate left, Estimate right) {
            return new Estimate(
                    left.value() + right.value(),
                    left.low() + right.low(),
                    left.high() + right.high(),
                    Math.min(left.confidence(), right.confidence()),
                    left.unit());
        }
    }
}
