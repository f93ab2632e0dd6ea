package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Any treated join has the same rows, as often, and the same columns as Spark's own. */
class RandomJoinsTest {

    private static final int CASES = Integer.getInteger("guard.join.cases", 180);

    /** Planning a small join takes longer than running it, and one thread plans it. */
    private static final int THREADS = 2;

    @Test
    void aTreatedJoinHasTheRowsOfSparksOwn() throws Exception {
        SparkSession spark = interpreted();
        Map<String, Integer> treated = new ConcurrentSkipListMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> cases = new ArrayList<>();
            for (long seed = 1; seed <= CASES; seed++) {
                long ofCase = seed;
                cases.add(threads.submit(() -> compare(spark, ofCase, treated)));
            }
            for (Future<?> one : cases) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        // A generator whose joins were all left to Spark would show nothing.
        assertThat(treated.values().stream().mapToInt(Integer::intValue).sum())
                .as("treated joins of %s: %s", CASES, treated)
                .isGreaterThan(CASES / 2);
        for (JoinKind kind : JoinKind.values()) {
            assertThat(treated).as("treated joins").containsKey(kind + " SALTED");
        }
        assertThat(treated.keySet())
                .as("treated joins")
                .contains(
                        "LEFT_OUTER CHECKED",
                        "RIGHT_OUTER CHECKED",
                        "FULL_OUTER CHECKED",
                        "INNER BROADCAST",
                        "LEFT_OUTER BROADCAST",
                        "RIGHT_OUTER BROADCAST",
                        "LEFT_SEMI BROADCAST",
                        "LEFT_ANTI BROADCAST");
    }

    private static void compare(SparkSession spark, long seed, Map<String, Integer> treated) {
        RandomJoin random = new RandomJoin(spark, seed);
        SkewJoinPlan plan = random.join().plan(random.plan, random.broadcasts);

        Dataset<Row> ours = plan.join();
        Dataset<Row> sparks = random.sparks();

        String what = "seed " + seed + ": " + random + "\n" + plan.explain();
        assertThat(ours.schema().simpleString())
                .as("columns, %s", what)
                .isEqualTo(sparks.schema().simpleString());
        assertThat(counted(ours)).as("rows, %s", what).isEqualTo(counted(sparks));
        if (plan.isTreated()) {
            treated.merge(random.kind + " " + plan.form(), 1, Integer::sum);
        }
    }

    /** Small joins cost more to compile than to run; results do not depend on it. */
    private static SparkSession interpreted() {
        SparkSession spark = TestSpark.session().newSession();
        spark.conf().set("spark.sql.codegen.wholeStage", "false");
        spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        spark.conf().set("spark.sql.shuffle.partitions", "3");
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        spark.conf().set("spark.sql.adaptive.enabled", "false");
        return spark;
    }

    private static Map<Row, Integer> counted(Dataset<Row> rows) {
        Map<Row, Integer> counts = new HashMap<>();
        List<Row> all = rows.collectAsList();
        all.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }
}
