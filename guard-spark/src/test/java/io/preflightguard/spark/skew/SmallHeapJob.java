package io.preflightguard.spark.skew;

import io.preflightguard.PreflightViolationException;
import io.preflightguard.spark.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A job for a JVM of its own, which a hot key may kill. Prints what came of it in one line. */
public final class SmallHeapJob {

    static final int REFUSED = 3;

    private SmallHeapJob() {}

    /** @param arguments what to run, and how many rows to run it on */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = TestSpark.session();
        long rows = Long.parseLong(arguments[1]);
        Dataset<Row> frame = frame(spark, rows);
        try {
            System.out.println("RESULT " + run(arguments[0], frame));
        } catch (PreflightViolationException refused) {
            System.out.println("REFUSED " + refused.getMessage());
            System.exit(REFUSED);
        }
    }

    private static String run(String what, Dataset<Row> frame) throws Exception {
        return switch (what) {
            case "plain-list" ->
                written(frame.groupBy("tenant")
                        .agg(functions.collect_list("item").as("items")));
            case "guarded-list" ->
                written(SkewAggregate.of(frame)
                        .by("tenant")
                        .collectList("item", "items")
                        .plan()
                        .aggregate());
            case "plain-percentile" ->
                text(frame.groupBy("tenant")
                        .agg(functions.expr("percentile(ms, 0.5D)").as("median")));
            case "guarded-percentile" -> {
                SkewAggregatePlan plan = SkewAggregate.of(frame)
                        .by("tenant")
                        .percentile("ms", 0.5, "median")
                        .set("spark.guard.skew.max-ratio", "2")
                        .plan();
                System.out.println(plan.explain());
                yield text(plan.aggregate());
            }
            case "plain-join" -> {
                Dataset<Row> tenants = tenants(frame.sparkSession());
                yield joined(frame.join(tenants, frame.col("tenant").equalTo(tenants.col("id")), "full_outer"));
            }
            case "guarded-join" -> {
                SkewJoinPlan plan = join(frame).plan();
                System.out.println(plan.explain());
                yield fingerprint(plan.join()).equals(fingerprint(expected(frame))) ? "right" : "wrong";
            }
            case "guarded-join-with-condition" ->
                joined(join(frame).where(frame.col("ms").geq(0)).plan().join());
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** Nine rows in ten are of one tenant; its {@code ms} are 0 to {@code 0.9 * rows - 1}, each once, in no order. */
    private static Dataset<Row> frame(SparkSession spark, long rows) {
        long hot = rows / 10 * 9;
        return spark.range(0, rows, 1, 8)
                .selectExpr(
                        "if(id < " + hot + ", 'acme', concat('small ', id % 97)) as tenant",
                        "if(id < " + hot + ", double(id * 7919 % " + hot + "), double(id)) as ms",
                        "sha2(string(id), 512) as item");
    }

    private static SkewJoin join(Dataset<Row> frame) {
        return SkewJoin.of(frame, tenants(frame.sparkSession()))
                .on(List.of("tenant"), List.of("id"))
                .kind(JoinKind.FULL_OUTER);
    }

    /** One row for each tenant, and one for a tenant without rows. */
    private static Dataset<Row> tenants(SparkSession spark) {
        return spark.range(0, 99, 1, 2)
                .selectExpr("if(id = 97, 'acme', concat('small ', id)) as id")
                .withColumn("name", functions.concat(functions.lit("name of "), functions.col("id")));
    }

    private static Dataset<Row> expected(Dataset<Row> frame) {
        return frame.withColumn("id", functions.col("tenant"))
                .withColumn("name", functions.concat(functions.lit("name of "), functions.col("tenant")))
                .unionByName(tenants(frame.sparkSession()).where("id = 'small 98'"), true);
    }

    /** All columns take part, so that none is dropped before the join. */
    private static List<Row> fingerprint(Dataset<Row> result) {
        return result.agg(
                        functions.count(functions.lit(1)),
                        functions.expr("sum(cast(xxhash64(tenant, ms, item, id, name) as decimal(38, 0)))"))
                .collectAsList();
    }

    private static String joined(Dataset<Row> result) {
        return fingerprint(result).toString();
    }

    private static String written(Dataset<Row> lists) {
        lists.write().format("noop").mode("overwrite").save();
        return "written";
    }

    private static String text(Dataset<Row> result) {
        return result.where("tenant = 'acme'").collectAsList().toString();
    }
}
