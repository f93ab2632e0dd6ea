package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import io.preflightguard.spark.TestSpark;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkewJoinTest {

    private static final int HOT = 7;
    private static final int PARTITIONS = 16;

    @TempDir
    static Path folder;

    private static SparkSession spark;

    /** 20,000 orders, 60 % of them of customer 7, 5 % of nobody. */
    private static Dataset<Row> orders;

    /** 2,000 customers from 0 on: one row each; orders know 1,000 of them. */
    private static Dataset<Row> customers;

    @BeforeAll
    static void frames() {
        spark = TestSpark.session().newSession();
        spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(PARTITIONS));
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        spark.conf().set("spark.sql.adaptive.enabled", "false");
        orders = written(
                spark.range(20_000)
                        .select(
                                when(col("id").mod(20).lt(12), lit(HOT))
                                        .when(col("id").mod(20).equalTo(19), lit(null))
                                        .otherwise(col("id").mod(1_000))
                                        .cast("int")
                                        .as("customer"),
                                col("id").as("order"),
                                concat(lit("item "), col("id").mod(10)).as("item")),
                "orders");
        customers = written(
                spark.range(2_000)
                        .select(
                                col("id").cast("int").as("customer"),
                                concat(lit("name "), col("id")).as("name")),
                "customers");
    }

    @Test
    void aHotKeyIsCutAndItsTaskIsNoLongerTheLargest() throws Exception {
        Dataset<Row> plain = orders.join(customers, orders.col("customer").equalTo(customers.col("customer")));
        SkewJoinPlan plan = SkewJoin.of(orders, customers)
                .on(List.of("customer"), List.of("customer"))
                .plan();

        assertThat(largestToMean(plain))
                .as("rows of the largest task to the mean, Spark's join")
                .isGreaterThan(9);
        assertThat(largestToMean(plan.join())).as("the same, ours").isLessThan(2);
        assertThat(counted(plan.join())).as("rows").isEqualTo(counted(plain));
        assertThat(plan.explain())
                .startsWith("inner join on customer: one join on key and salt. Largest of 16 tasks")
                .contains("customer=<hidden key 1>: 12,0")
                .contains("right rows in one piece")
                .contains("Spark's own join: INFO [KEY_SKEW] customer=<hidden key 1>", "of the rows of the left side")
                .doesNotContain("customer=7");
        assertThat(plan.untreated()).as("the verdict on Spark's own join").hasSize(1);
    }

    @Test
    void keysThatAreEvenAreLeftToSpark() throws Exception {
        Dataset<Row> even = orders.filter(col("customer").notEqual(HOT));

        SkewJoinPlan plan = SkewJoin.of(even, customers).on("customer").plan();

        assertThat(plan.isTreated()).as("treated").isFalse();
        assertThat(plan.explain()).startsWith("inner join on customer: Spark's own join: no key is hot");
    }

    @Test
    void aJoinWithoutAShuffleIsLeftToSpark() throws Exception {
        SparkSession broadcasting = spark.newSession();
        Dataset<Row> left = broadcasting.read().parquet(folder.resolve("orders").toString());
        Dataset<Row> right =
                broadcasting.read().parquet(folder.resolve("customers").toString());

        SkewJoinPlan plan = SkewJoin.of(left, right).on("customer").plan();

        assertThat(plan.explain()).contains("Spark makes this join without a shuffle");
    }

    @Test
    void rowsOfASmallSideAreBroadcastWhereSparkMay() throws Exception {
        SparkSession broadcasting = spark.newSession();
        broadcasting.conf().set("spark.sql.shuffle.partitions", "16");
        // Less than the files of the customers, more than the rows of one of them.
        broadcasting.conf().set("spark.sql.autoBroadcastJoinThreshold", "4k");
        Dataset<Row> left = broadcasting.read().parquet(folder.resolve("orders").toString());
        Dataset<Row> right =
                broadcasting.read().parquet(folder.resolve("customers").toString());

        SkewJoinPlan plan = SkewJoin.of(left, right)
                .on("customer")
                .kind(JoinKind.LEFT_OUTER)
                .plan();

        assertThat(plan.form()).as(plan.explain()).isEqualTo(JoinForm.BROADCAST);
        assertThat(counted(plan.join()))
                .isEqualTo(counted(left.join(right, left.col("customer").equalTo(right.col("customer")), "left_outer")
                        .drop(right.col("customer"))));
    }

    @Test
    void rowsBehindAShuffleAreLeftToSparkWithAWayOut() throws Exception {
        Dataset<Row> counts = orders.groupBy("customer").count();

        SkewJoinPlan plan = SkewJoin.of(orders, counts).on("customer").plan();

        assertThat(plan.isTreated()).as("treated").isFalse();
        assertThat(plan.explain()).contains("come out of a shuffle");
    }

    @Test
    void aFrameJoinedWithWhatWasMadeOfItKeepsItsColumnsApart() {
        Dataset<Row> hot = orders.filter(col("item").equalTo("item 1")).select("customer", "order");
        SkewJoinPlan plan = SkewJoin.of(orders, hot).on("customer").plan(cut(4, 1));

        assertThat(plan.isTreated()).as(plan.explain()).isTrue();
        assertThat(plan.join().count()).isEqualTo(orders.join(hot, "customer").count());
    }

    @Test
    void aSideThatChangesWhenReadAgainIsLeftToSpark() {
        Dataset<Row> random = orders.withColumn("r", rand(1));
        Dataset<Row> limited = orders.limit(100);

        assertThat(SkewJoin.of(random, customers).on("customer").plan(cut(4, 1)).explain())
                .contains("the left side may give other rows when a task is retried");
        assertThat(SkewJoin.of(customers, limited)
                        .on("customer")
                        .plan(cut(4, 1))
                        .explain())
                .contains("the right side may give other rows when a task is retried");
    }

    @Test
    void keysOfTypesWithoutExactHashesAreLeftToSpark() {
        Dataset<Row> doubles = orders.withColumn("customer", col("customer").cast("double"));

        assertThat(SkewJoin.of(doubles, customers)
                        .on("customer")
                        .plan(cut(4, 1))
                        .explain())
                .contains("the key columns' types ([DoubleType] and [IntegerType]) may hold equal values of different");
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SkewJoin.of(orders, customers).on("custmer").plan(cut(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The left side of the join has no single column custmer: it has customer, order, item."
                        + " Name one of these, or rename one of two.");
        assertThatThrownBy(() -> SkewJoin.of(orders, customers).plan(cut(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A join needs a key");
    }

    /** StarRocks #79168: salting copied the preserved side of an outer join, and ten runs gave ten counts. */
    @Test
    void aPreservedSideIsNeverCopied() {
        for (JoinKind kind : List.of(JoinKind.LEFT_OUTER, JoinKind.RIGHT_OUTER, JoinKind.FULL_OUTER)) {
            Dataset<Row> left = orders.limit(0).union(orders.filter(col("order").lt(300)));
            SaltPlan both = cut(3, 4);
            Dataset<Row> one = orders.filter(col("order").lt(300));
            Dataset<Row> other = orders.filter(col("order").between(280, 600)).toDF("customer", "o", "i");
            assertThat(left.count()).isEqualTo(300);

            SkewJoinPlan plan =
                    SkewJoin.of(one, other).on("customer").kind(kind).plan(both);

            assertThat(plan.isTreated()).as(plan.explain()).isTrue();
            assertThat(counted(plan.join())).as(kind.name()).isEqualTo(counted(using(one, other, kind)));
        }
    }

    /** StarRocks #79268, #79285: an empty table of salts dropped every hot key. */
    @Test
    void aHotKeyIsNeverDropped() {
        for (int[] buckets : new int[][] {{1, 1}, {16, 1}, {1, 16}, {4, 4}}) {
            Dataset<Row> joined = SkewJoin.of(orders, customers)
                    .on("customer")
                    .plan(cut(buckets[0], buckets[1]))
                    .join();

            assertThat(joined.filter(col("customer").equalTo(HOT)).count())
                    .as("rows of the hot key in %s x %s buckets", buckets[0], buckets[1])
                    .isEqualTo(12_000);
        }
    }

    /** scalding #1277: a key that only one side's sample had seen lost its rows. */
    @Test
    void aKeyThatIsOnOneSideOnlyKeepsItsRows() {
        Dataset<Row> others = customers.filter(col("customer").notEqual(HOT));
        for (JoinKind kind : JoinKind.values()) {
            SkewJoinPlan plan =
                    SkewJoin.of(orders, others).on("customer").kind(kind).plan(cut(5, 1));

            assertThat(counted(plan.join())).as(plan.explain()).isEqualTo(counted(using(orders, others, kind)));
        }
    }

    /** PIG-4377: an outer join was wrong where a key was sampled far too often. */
    @Test
    void moreBucketsThanRowsChangeNothing() {
        Dataset<Row> few = orders.filter(col("order").lt(4));
        for (JoinKind kind : JoinKind.values()) {
            SkewJoinPlan plan =
                    SkewJoin.of(few, customers).on("customer").kind(kind).plan(cut(16, 1));

            assertThat(counted(plan.join())).as(plan.explain()).isEqualTo(counted(using(few, customers, kind)));
        }
    }

    /** frb502/spark-skewed-join-hint #1: a right join lost rows with a null key and rows whose key the left had not. */
    @Test
    void rowsWithANullKeyAreKeptWhereTheJoinKeepsThem() {
        SaltPlan nulls = new SaltPlan(cut(4, 1).keys(), PARTITIONS, true, true, 1, 1);
        Dataset<Row> joined = SkewJoin.of(customers, orders)
                .on(List.of("customer"), List.of("customer"))
                .kind(JoinKind.RIGHT_OUTER)
                .plan(nulls)
                .join();

        assertThat(joined.filter(orders.col("customer").isNull()).count())
                .as("orders of nobody")
                .isEqualTo(1_000);
        assertThat(joined.count()).as("orders").isEqualTo(20_000);
    }

    @Test
    void nullKeysOfAPreservedSideAreSpread() throws Exception {
        Dataset<Row> nobodys =
                orders.withColumn("customer", when(col("customer").notEqual(HOT), col("customer")));
        Dataset<Row> plain = using(nobodys, customers, JoinKind.LEFT_OUTER);
        SkewJoinPlan plan = SkewJoin.of(nobodys, customers)
                .on("customer")
                .kind(JoinKind.LEFT_OUTER)
                .plan();

        assertThat(largestToMean(plain))
                .as("largest task to the mean, Spark's join")
                .isGreaterThan(9);
        assertThat(largestToMean(plan.join()))
                .as("the same, ours: " + plan.explain())
                .isLessThan(1.5);
        assertThat(counted(plan.join())).isEqualTo(counted(plain));
        assertThat(plan.explain()).contains("rows with a null in their key match nothing and are spread");
    }

    /** StarRocks #72753: one column of the key was hot, the whole key was not, and salting cost a thousand times more. */
    @Test
    void aHotColumnOfAnEvenKeyIsLeftAlone() throws Exception {
        Dataset<Row> left = orders.withColumn("item", col("order").cast("string"));
        Dataset<Row> right = customers.withColumnRenamed("name", "item");

        SkewJoinPlan plan = SkewJoin.of(left, right).on("customer", "item").plan();

        assertThat(plan.isTreated()).as(plan.explain()).isFalse();
    }

    @Test
    void aProductOfTwoHotSidesIsCutThoughNeitherInputIsLarge() throws Exception {
        Dataset<Row> left = written(
                spark.range(4_000)
                        .select(
                                when(col("id").lt(400), lit(HOT))
                                        .otherwise(col("id"))
                                        .as("customer"),
                                col("id").as("l")),
                "product-left");
        Dataset<Row> right = left.toDF("customer", "r");
        Dataset<Row> plain = using(left, right, JoinKind.INNER);

        SkewJoinPlan plan = SkewJoin.of(left, right).on("customer").plan();

        assertThat(largestToMean(plain))
                .as("rows made by the largest task, Spark's join")
                .isGreaterThan(14);
        assertThat(largestToMean(plan.join()))
                .as("the same, ours: " + plan.explain())
                .isLessThan(2);
        assertThat(counted(plan.join())).isEqualTo(counted(plain));
    }

    @Test
    void anExistenceJoinOnNamesHasItsKeysFirst() {
        Dataset<Row> left = orders.select("order", "customer", "item");
        for (JoinKind kind : List.of(JoinKind.LEFT_SEMI, JoinKind.LEFT_ANTI)) {
            Dataset<Row> sparks = using(left, customers, kind);
            for (SaltPlan plan : List.of(SaltPlan.none(PARTITIONS), cut(4, 1))) {
                Dataset<Row> ours = SkewJoin.of(left, customers)
                        .on("customer")
                        .kind(kind)
                        .plan(plan)
                        .join();

                assertThat(ours.columns()).as(kind.name()).isEqualTo(sparks.columns());
                assertThat(counted(ours)).as(kind.name()).isEqualTo(counted(sparks));
            }
        }
    }

    @Test
    void aKeyIsNamedInAnyCaseAndKeepsItsColumnsName() {
        Dataset<Row> left = orders.select("order", "customer");
        Dataset<Row> right = customers.toDF("CUSTOMER", "name");
        for (JoinKind kind : JoinKind.values()) {
            Dataset<Row> sparks = left.join(right, new String[] {"Customer"}, kind.sparkName());
            SkewJoinPlan plan =
                    SkewJoin.of(left, right).on("Customer").kind(kind).plan(cut(4, 1));

            assertThat(plan.join().columns()).as(kind.name()).isEqualTo(sparks.columns());
            assertThat(counted(plan.join())).as(kind.name()).isEqualTo(counted(sparks));
        }
    }

    @Test
    void aFieldInAStructIsNoKeyThatBothSidesShare() {
        Dataset<Row> nested = orders.selectExpr("named_struct('customer', customer) as s", "customer", "order");

        assertThatThrownBy(() -> SkewJoin.of(nested, nested.drop("order"))
                        .on("s.customer")
                        .plan(cut(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The left side of the join has no column of the name s.customer: this is a field inside a"
                        + " column, or has the frame's name before the column's. Where both sides share key names, give"
                        + " plain ones; else name both sides' keys by on(List, List).");
        assertThat(SkewJoin.of(nested, customers)
                        .on(List.of("s.customer"), List.of("customer"))
                        .plan(cut(4, 1))
                        .join()
                        .columns())
                .containsExactly("s", "customer", "order", "customer", "name");
    }

    @Test
    void aKeyMayHaveADotInItsName() throws Exception {
        Dataset<Row> left = orders.withColumnRenamed("customer", "a.b");
        Dataset<Row> right = customers.withColumnRenamed("customer", "a.b");

        for (SkewJoinPlan plan : List.of(
                SkewJoin.of(left, right).on("a.b").plan(),
                SkewJoin.of(left, right).on("`a.b`").plan())) {
            assertThat(plan.isTreated()).as(plan.explain()).isTrue();
            assertThat(plan.join().columns()).containsExactly("a.b", "order", "item", "name");
            assertThat(plan.join().count()).isEqualTo(19_000);
        }
    }

    @Test
    @Tag("long")
    void aFrameJoinedWithItselfOnAFurtherConditionIsSparksOwnJoin() {
        for (String strict : List.of("true", "false")) {
            SparkSession session = selfJoining(strict);
            Dataset<Row> rows = session.range(40).selectExpr("id as x", "id % 4 as key", "(id + 1) % 4 as parent");
            Dataset<Row> left = rows.as("l");
            Dataset<Row> right = rows.as("r");
            Column further = col("l.x").lt(col("r.x"));
            for (JoinKind kind : JoinKind.values()) {
                for (String other : List.of("key", "parent")) {
                    Dataset<Row> sparks = left.join(
                            right, col("l.key").equalTo(col("r." + other)).and(further), kind.sparkName());
                    SkewJoinPlan plan = SkewJoin.of(left, right)
                            .on(List.of("key"), List.of(other))
                            .where(further)
                            .kind(kind)
                            .plan(cut(4, 1));

                    String what = kind + " on " + other + ", strict " + strict;
                    assertThat(plan.explain()).contains("both sides share columns");
                    assertThat(plan.join().columns()).as(what).isEqualTo(sparks.columns());
                    assertThat(counted(plan.join())).as(what).isEqualTo(counted(sparks));
                }
            }
            Dataset<Row> joined = SkewJoin.of(left, right)
                    .on(List.of("key"), List.of("key"))
                    .where(further)
                    .plan(cut(4, 1))
                    .join();
            assertThat(joined.filter(col("l.x").geq(col("r.x"))).count())
                    .as("the sides keep their names")
                    .isZero();
        }
    }

    @Test
    @Tag("long")
    void aFrameJoinedWithItselfOnSharedNamesHasEachSidesValues() {
        for (String strict : List.of("true", "false")) {
            SparkSession session = selfJoining(strict);
            Dataset<Row> rows = session.range(40).selectExpr("id as x", "if(id > 30, null, id % 4) as key");
            // The same columns, of which only the names say which is whose.
            Dataset<Row> others = session.range(40).selectExpr("id as x", "if(id > 30, null, id % 4) as key");
            for (JoinKind kind : JoinKind.values()) {
                SkewJoin ours = SkewJoin.of(rows.as("l"), rows.as("r"))
                        .on("key")
                        .where(col("l.x").lt(col("r.x")))
                        .kind(kind);
                SkewJoin apart = SkewJoin.of(rows.as("l"), others.as("r"))
                        .on("key")
                        .where(col("l.x").lt(col("r.x")))
                        .kind(kind);

                String what = kind + ", strict " + strict;
                assertThat(ours.plan(cut(4, 1)).isTreated()).as(what).isFalse();
                assertThat(ours.plan(cut(4, 1)).join().columns())
                        .as(what)
                        .isEqualTo(apart.plan(cut(4, 1)).join().columns());
                assertThat(counted(ours.plan(cut(4, 1)).join()))
                        .as(what)
                        .isEqualTo(counted(apart.plan(cut(4, 1)).join()))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aFrameJoinedWithItsOwnTotalsOnAFurtherConditionIsSparksOwnJoin() {
        Dataset<Row> rows = orders.select("order", "customer");
        Dataset<Row> last = rows.groupBy("customer").agg(max("order").as("last"));
        Column further = rows.col("order").equalTo(last.col("last"));
        Dataset<Row> sparks = rows.join(
                last, rows.col("customer").equalTo(last.col("customer")).and(further));

        SkewJoin unmerged = SkewJoin.of(rows, last)
                .on(List.of("customer"), List.of("customer"))
                .where(further);
        SkewJoin merged = SkewJoin.of(rows, last).on("customer").where(further);

        assertThat(counted(unmerged.plan(cut(4, 1)).join())).isEqualTo(counted(sparks));
        assertThat(merged.plan(cut(4, 1)).join().columns()).containsExactly("customer", "order", "last");
        assertThat(counted(merged.plan(cut(4, 1)).join().select("order", "customer", "customer", "last")))
                .isEqualTo(counted(sparks));
    }

    /** Small joins cost more to compile than to run. */
    private static SparkSession selfJoining(String strict) {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.analyzer.failAmbiguousSelfJoin", strict);
        session.conf().set("spark.sql.codegen.wholeStage", "false");
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        session.conf().set("spark.sql.shuffle.partitions", "1");
        return session;
    }

    private static Dataset<Row> using(Dataset<Row> left, Dataset<Row> right, JoinKind kind) {
        return left.join(right, new String[] {"customer"}, kind.sparkName());
    }

    /** The hot key's rows in buckets, side by side with those of a key that nobody has. */
    private static SaltPlan cut(int left, int right) {
        int hash = spark.range(1)
                .select(org.apache.spark.sql.functions.hash(lit(HOT)))
                .first()
                .getInt(0);
        List<Integer> slots = IntStream.range(0, left * right).boxed().toList();
        return new SaltPlan(
                List.of(
                        new SaltedKey(hash, "7", 12_000, 1, left, right, false, slots),
                        new SaltedKey(hash + 1, "x", 1, 1, left, right, false, slots)),
                PARTITIONS,
                false,
                false,
                10,
                1);
    }

    private static double largestToMean(Dataset<Row> rows) {
        List<Long> counts = rows.groupBy(spark_partition_id()).count().collectAsList().stream()
                .map(row -> row.getLong(1))
                .toList();
        double sum = counts.stream().mapToLong(Long::longValue).sum();
        return counts.stream().mapToLong(Long::longValue).max().orElse(0) * PARTITIONS / sum;
    }

    private static Map<Row, Integer> counted(Dataset<Row> rows) {
        Map<Row, Integer> counts = new HashMap<>();
        rows.collectAsList().forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    private static Dataset<Row> written(Dataset<Row> rows, String name) {
        String path = folder.resolve(name).toString();
        rows.write().parquet(path);
        return spark.read().parquet(path);
    }
}
