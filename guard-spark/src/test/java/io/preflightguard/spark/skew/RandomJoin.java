package io.preflightguard.spark.skew;

import io.preflightguard.skew.JoinShape;
import io.preflightguard.skew.JoinSide;
import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.SaltLimits;
import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import io.preflightguard.skew.SplitCounts;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A join drawn by a seed: its kind, which side is hot, nulls, duplicates, one to three key columns, a further condition,
 * and a plan, half of the time the guard's own and half of the time any buckets at all.
 */
final class RandomJoin {

    private static final List<DataType> KEY_TYPES = List.of(
            DataTypes.IntegerType, DataTypes.StringType, DataTypes.LongType, DataTypes.DateType, DataTypes.BooleanType);

    final JoinKind kind;
    final boolean nullSafe;
    final boolean merged;
    final boolean hasResidual;
    final boolean broadcasts;
    final Dataset<Row> left;
    final Dataset<Row> right;
    final List<String> keys;
    final SaltPlan plan;
    private final SplittableRandom random;
    private final SplittableRandom layout;
    private final @Nullable Column residual;

    RandomJoin(SparkSession spark, long seed) {
        this.random = new SplittableRandom(seed);
        this.layout = new SplittableRandom(~seed);
        this.kind = JoinKind.values()[(int) Math.floorMod(seed, (long) JoinKind.values().length)];
        this.nullSafe = random.nextInt(4) == 0;
        this.merged = random.nextBoolean();
        this.hasResidual = random.nextInt(3) == 0;
        this.broadcasts = random.nextInt(4) == 0;
        int keyCount = 1 + random.nextInt(3);
        this.keys = IntStream.range(0, keyCount).mapToObj(i -> "k" + i).toList();
        List<DataType> types = keys.stream()
                .map(unused -> KEY_TYPES.get(random.nextInt(KEY_TYPES.size())))
                .toList();
        int hotSides = random.nextInt(4);
        this.left = side(spark, types, (hotSides & 1) != 0, "l");
        this.right = side(spark, types, (hotSides & 2) != 0, "r");
        this.residual = hasResidual ? left.col("lv").lt(right.col("rv")) : null;
        this.plan = random.nextBoolean() ? ownPlan() : anyPlan();
    }

    SkewJoin join() {
        SkewJoin join = SkewJoin.of(left, right).kind(kind);
        join = merged ? join.on(keys.toArray(String[]::new)) : join.on(keys, keys);
        join = nullSafe ? join.nullSafe() : join;
        return residual == null ? join : join.where(residual);
    }

    /** What Spark makes of the same join without any code of ours. */
    Dataset<Row> sparks() {
        boolean using = merged && !nullSafe && !hasResidual;
        if (using) {
            return left.join(right, keys.toArray(String[]::new), kind.sparkName());
        }
        Column condition = null;
        for (String key : keys) {
            Column one = left.col(key);
            Column other = right.col(key);
            Column equal = nullSafe ? one.eqNullSafe(other) : one.equalTo(other);
            condition = condition == null ? equal : condition.and(equal);
        }
        condition = residual == null ? condition : condition.and(residual);
        Dataset<Row> joined = left.join(right, condition, kind.sparkName());
        if (!merged) {
            return joined;
        }
        List<Column> columns = new ArrayList<>();
        for (String key : keys) {
            columns.add(
                    switch (kind) {
                        case RIGHT_OUTER -> right.col(own(right, key));
                        case FULL_OUTER ->
                            functions.coalesce(left.col(key), right.col(key)).as(own(left, key));
                        default -> left.col(own(left, key));
                    });
        }
        others(left).forEach(columns::add);
        if (!kind.isExistence()) {
            others(right).forEach(columns::add);
        }
        return joined.select(columns.toArray(Column[]::new));
    }

    /** A key's name in this frame. */
    private static String own(Dataset<Row> frame, String key) {
        return Arrays.stream(frame.columns())
                .filter(key::equalsIgnoreCase)
                .findFirst()
                .orElseThrow();
    }

    private Stream<Column> others(Dataset<Row> frame) {
        return Arrays.stream(frame.columns())
                .filter(name -> keys.stream().noneMatch(name::equalsIgnoreCase))
                .map(frame::col);
    }

    private Dataset<Row> side(SparkSession spark, List<DataType> types, boolean hot, String prefix) {
        int rows = random.nextInt(10) == 0 ? random.nextInt(3) : 20 + random.nextInt(60);
        double nulls = random.nextInt(3) == 0 ? 0.3 : random.nextInt(3) == 0 ? 0 : 0.05;
        boolean duplicates = random.nextBoolean();
        int distinct = 2 + random.nextInt(12);
        StructType schema = new StructType();
        for (int i = 0; i < types.size(); i++) {
            // Either side may hold a narrower number: Spark compares them as the wider.
            boolean narrow = types.get(i).equals(DataTypes.LongType) && random.nextInt(3) == 0;
            schema = schema.add("k" + i, narrow ? DataTypes.IntegerType : types.get(i), true);
        }
        schema = schema.add(prefix + "v", DataTypes.IntegerType, true).add(prefix + "t", DataTypes.StringType, true);
        List<Row> list = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int value = hot && random.nextInt(10) < 6 ? 1 : random.nextInt(distinct);
            List<Object> cells = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                boolean isNull = random.nextDouble() < nulls;
                int part = i == 0 ? value : value % (i + 2);
                cells.add(isNull ? null : cell(schema.fields()[i], part));
            }
            cells.add(random.nextInt(20) == 0 ? null : duplicates ? random.nextInt(3) : random.nextInt(1000));
            cells.add("t" + (duplicates ? random.nextInt(2) : row));
            list.add(RowFactory.create(cells.toArray()));
        }
        return arranged(spark.createDataFrame(list, schema));
    }

    /** The keys before, between or behind the other columns, and now and then in capitals. */
    private Dataset<Row> arranged(Dataset<Row> side) {
        List<Column> columns = new ArrayList<>();
        others(side).forEach(columns::add);
        int place = layout.nextInt(columns.size() + 1);
        boolean capitals = layout.nextInt(4) == 0;
        for (String key : keys) {
            columns.add(place++, side.col(key).as(capitals ? key.toUpperCase(Locale.ROOT) : key));
        }
        return side.select(columns.toArray(Column[]::new));
    }

    private static Object cell(StructField field, int part) {
        DataType type = field.dataType();
        if (type.equals(DataTypes.StringType)) {
            return "key " + part;
        }
        if (type.equals(DataTypes.LongType)) {
            return (long) part;
        }
        if (type.equals(DataTypes.DateType)) {
            return Date.valueOf("2024-01-" + (10 + part));
        }
        return type.equals(DataTypes.BooleanType) ? (Object) (part % 2 == 0) : (Object) part;
    }

    private SaltPlan ownPlan() {
        JoinInput input = input();
        JoinShape shape = new JoinChoice(input, 1 + random.nextInt(8)).shape();
        double ratio = 0.2 + random.nextDouble();
        return SaltPlan.of(known(input.left()), known(input.right()), shape, new SaltLimits(ratio, 1e12));
    }

    private JoinInput input() {
        return JoinInput.of(left, right, keys, keys, new JoinTerms(kind, nullSafe, merged, residual));
    }

    /** The side's keys, counted. */
    private JoinSide known(JoinSideFrame side) {
        Map<Integer, Long> counts = new HashMap<>();
        long nulls = 0;
        List<Row> rows = side.frame().select(side.keyHash(), side.keyHasNull()).collectAsList();
        for (Row row : rows) {
            boolean isNull = row.getBoolean(1) && !nullSafe;
            nulls += isNull ? 1 : 0;
            if (!isNull) {
                counts.merge(row.getInt(0), 1L, Long::sum);
            }
        }
        List<KeyCount> keyCounts = counts.entrySet().stream()
                .map(entry -> new KeyCount("k" + entry.getKey(), entry.getKey(), entry.getValue(), entry.getValue()))
                .toList();
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN, "k", List.of(new SplitCounts(rows.size(), nulls, keyCounts, 0)), 1, false);
        return new JoinSide(KeyProfile.of(sample, 0.95), rows.size(), 0);
    }

    /** Any buckets that the join can be given, for any of its keys. */
    private SaltPlan anyPlan() {
        JoinInput input = input();
        int partitions = 1 + random.nextInt(8);
        JoinShape shape = new JoinChoice(input, partitions).shape();
        TreeSet<Integer> hashes = new TreeSet<>();
        for (JoinSideFrame side : List.of(input.left(), input.right())) {
            side.frame().select(side.keyHash()).collectAsList().forEach(row -> hashes.add(row.getInt(0)));
        }
        List<SaltedKey> salted = new ArrayList<>();
        for (int hash : hashes) {
            if (random.nextBoolean()) {
                int leftBuckets = shape.cutsLeft() ? 1 + random.nextInt(partitions) : 1;
                int rightBuckets = shape.cutsRight() ? 1 + random.nextInt(partitions / leftBuckets) : 1;
                List<Integer> slots =
                        new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
                while (slots.size() > leftBuckets * rightBuckets) {
                    slots.remove(random.nextInt(slots.size()));
                }
                boolean reduced = shape.reducesRight() && random.nextBoolean();
                salted.add(new SaltedKey(hash, "k" + hash, 1, 1, leftBuckets, rightBuckets, reduced, slots));
            }
        }
        return new SaltPlan(salted, partitions, random.nextBoolean(), random.nextBoolean(), 1, 1);
    }

    @Override
    public String toString() {
        return kind + (nullSafe ? " null-safe" : "") + (merged ? " merged" : "") + (hasResidual ? " residual" : "")
                + (broadcasts ? " broadcasts" : "") + " " + left.schema().catalogString() + " x "
                + right.schema().catalogString() + " " + plan;
    }
}
