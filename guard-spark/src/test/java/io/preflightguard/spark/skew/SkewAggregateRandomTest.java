package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeded random cases against Spark's own grouping. The cases of one kind of key are one frame, told apart by a key column
 * of their own, so that one run compares them all.
 */
class SkewAggregateRandomTest {

    private static final int CASES = Integer.getInteger("guard.aggregate.cases", 10);

    private final SparkSession spark = TestSpark.session();

    /** Kinds of keys; with {@link #CASES} each. */
    enum Key {
        TEXT(DataTypes.StringType, "whole"),
        DOUBLE(DataTypes.DoubleType, "money"),
        DECIMAL(DataTypes.createDecimalType(20, 2), "whole"),
        BINARY(DataTypes.BinaryType, "money"),
        TIMESTAMP(DataTypes.TimestampType, "whole"),
        INT(DataTypes.IntegerType, "money");

        private final DataType type;
        private final String ranked;

        Key(DataType type, String ranked) {
            this.type = type;
            this.ranked = ranked;
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatSparkGives(Key kind) {
        Dataset<Row> frame = frame(kind);
        SkewAggregate grouping = SkewAggregate.of(frame)
                .by("case", "key")
                .collectList("text", "texts")
                .collectSet("text", "distinct texts")
                .collectSet("money", "monies")
                .collectSet("number", "numbers")
                .countDistinct("text", "n")
                .countDistinct(List.of("text", "whole"), "n2")
                .percentile("number", 0.5, "median")
                .percentile("number", 0.99, "p99")
                .percentile(kind.ranked, 0.25, "quarter")
                .percentile(kind.ranked, 1, "most");

        SkewAggregatePlan plan = grouping.plan(CountedKeys.everySecond(frame, "case", "key"));
        Dataset<Row> treated = plan.aggregate();
        Dataset<Row> plain = frame.groupBy("case", "key")
                .agg(
                        functions.collect_list("text").as("texts"),
                        functions.collect_set("text").as("distinct texts"),
                        functions.collect_set("money").as("monies"),
                        functions.collect_set("number").as("numbers"),
                        functions.count_distinct(functions.col("text")).as("n"),
                        functions
                                .count_distinct(functions.col("text"), functions.col("whole"))
                                .as("n2"),
                        functions.expr("percentile(number, 0.5D)").as("median"),
                        functions.expr("percentile(number, 0.99D)").as("p99"),
                        functions.expr("percentile(" + kind.ranked + ", 0.25D)").as("quarter"),
                        functions.expr("percentile(" + kind.ranked + ", 1D)").as("most"));

        assertThat(treated.schema()).isEqualTo(plain.schema());
        assertThat(plan.isTreated()).isTrue();
        assertThat(RowTexts.sorted(treated)).as("keys of kind %s", kind).isEqualTo(RowTexts.sorted(plain));
    }

    private Dataset<Row> frame(Key kind) {
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < CASES; seed++) {
            SplittableRandom random = new SplittableRandom(1000L * kind.ordinal() + seed);
            int size = 1 + random.nextInt(60);
            int keys = 1 + random.nextInt(5);
            for (int i = 0; i < size; i++) {
                rows.add(RowFactory.create(
                        seed,
                        random.nextInt(8) == 0 ? null : key(kind, random.nextInt(random.nextInt(keys) + 1)),
                        random.nextInt(6) == 0 ? null : "t" + random.nextInt(12),
                        random.nextInt(6) == 0 ? null : number(random),
                        random.nextInt(6) == 0 ? null : random.nextInt(-3, 4),
                        random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(-500, 500), 2)));
            }
        }
        StructType schema = new StructType()
                .add("case", DataTypes.IntegerType, false)
                .add("key", kind.type)
                .add("text", DataTypes.StringType)
                .add("number", DataTypes.DoubleType)
                .add("whole", DataTypes.IntegerType)
                .add("money", DataTypes.createDecimalType(10, 2));
        return spark.createDataFrame(rows, schema);
    }

    private static Object key(Key kind, int i) {
        return switch (kind) {
            case TEXT -> i == 0 ? "" : "k" + i;
            case DOUBLE ->
                List.of(0.0, -0.0, Double.NaN, 1.5, Double.POSITIVE_INFINITY).get(i);
            case DECIMAL -> BigDecimal.valueOf(i, 2);
            case BINARY -> Arrays.copyOf(new byte[] {1, 2, 3, 4}, i);
            case TIMESTAMP -> Timestamp.from(Instant.ofEpochSecond(i, 1000));
            case INT -> i;
        };
    }

    private static double number(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.NEGATIVE_INFINITY;
            case 4 -> random.nextInt(3);
            default -> random.nextDouble(-100, 100);
        };
    }
}
