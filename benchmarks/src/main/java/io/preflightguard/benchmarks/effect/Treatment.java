package io.preflightguard.benchmarks.effect;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A way to join.
 *
 * @param name what it is called
 * @param adaptive whether Spark's adaptive execution is on, with its skew rule
 * @param join makes the join; the result has the columns of both sides, left first
 */
record Treatment(String name, boolean adaptive, Join join) {

    /** The usual advice: about as many salts as there are shuffle partitions. */
    private static final int BLOG_SALTS = 16;

    /** The default of datafu-spark's joinSkewed. */
    private static final int DATAFU_SHARDS = 10;

    /** Makes a join; may run jobs to plan it. */
    @FunctionalInterface
    interface Join {
        Dataset<Row> of(JoinInputs inputs, Kind kind) throws Exception;
    }

    static List<Treatment> all() {
        return List.of(
                new Treatment("plain, AQE off", false, Treatment::plain),
                new Treatment("plain, AQE on", true, Treatment::plain),
                new Treatment("salt every row (blogs)", false, Treatment::blog),
                new Treatment("joinSkewed (datafu-spark)", false, Treatment::datafu),
                new Treatment("guard, AQE off", false, GuardJoin::of),
                new Treatment("guard, AQE on", true, GuardJoin::of));
    }

    private static Dataset<Row> plain(JoinInputs inputs, Kind kind) {
        return inputs.left().join(inputs.right(), sameKey(inputs.left(), inputs.right()), kind.sparkName());
    }

    /** A random salt to each row of the left side, every row of the right side once for each salt. */
    private static Dataset<Row> blog(JoinInputs inputs, Kind kind) {
        Column[] salts = IntStream.range(0, BLOG_SALTS).mapToObj(functions::lit).toArray(Column[]::new);
        Dataset<Row> left = inputs.left()
                .withColumn(
                        "salt",
                        functions.floor(functions.rand().multiply(BLOG_SALTS)).cast("int"));
        Dataset<Row> right = inputs.right().withColumn("copy", functions.explode(functions.array(salts)));
        return left.join(right, sameKey(left, right).and(functions.expr("salt = copy")), kind.sparkName())
                .drop("salt", "copy");
    }

    /** Written from the description of datafu-spark's {@code joinSkewed}, which copies by a cross join. */
    private static Dataset<Row> datafu(JoinInputs inputs, Kind kind) {
        Dataset<Row> shards =
                inputs.left().sparkSession().range(1, DATAFU_SHARDS + 1).toDF("shard");
        Dataset<Row> left = inputs.left()
                .withColumn("randLeft", functions.ceil(functions.rand().multiply(DATAFU_SHARDS)));
        Dataset<Row> right = inputs.right().crossJoin(shards);
        return left.join(right, sameKey(left, right).and(functions.expr("randLeft = shard")), kind.sparkName())
                .drop("randLeft", "shard");
    }

    private static Column sameKey(Dataset<Row> left, Dataset<Row> right) {
        return left.col("k").equalTo(right.col("k"));
    }
}
