package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** What the largest task reads from a shuffle, with nine rows in ten of one key, counted by Spark itself. */
class SkewAggregateEffectTest {

    private final SparkSession spark = TestSpark.session();

    /** 200,000 rows, every value of {@code ms} another. */
    private final Dataset<Row> rows = spark.range(0, 200_000, 1, 4)
            .selectExpr(
                    "if(id % 10 < 9, 'acme', concat('small ', id % 97)) as tenant",
                    "cast(id * 7919 % 200000 as double) as ms", "concat('user ', id % 25000) as user");

    @Test
    void aTreatedPercentileReadsNoMoreThanItsPart() throws Exception {
        SkewAggregatePlan plan = SkewAggregate.of(rows)
                .by("tenant")
                .percentile("ms", 0.5, "median")
                .plan(CountedKeys.hot(rows, 4, 2, "tenant"));

        assertThat(largestTask(plan.aggregate())).as("rows of 180,000").isLessThan(75_000);
    }

    @Test
    void sparkSpreadsACountOfDistinctValuesItself() throws Exception {
        assertThat(largestTask(rows.groupBy("tenant").agg(functions.count_distinct(col("ms")))))
                .as("rows of 200,000")
                .isLessThan(75_000);
    }

    @Test
    void sparkSendsOneRowAKeyOfEachMapTaskToALatestRowWindow() throws Exception {
        assertThat(largestTask(SaltedLatestRow.of(rows)
                        .by("tenant")
                        .latestBy("ms")
                        .plan()
                        .rows()))
                .as("rows of 200,000, of 98 keys")
                .isLessThan(98 * 4);
    }

    private long largestTask(Dataset<Row> frame) throws Exception {
        Map<Integer, List<Long>> read = new ConcurrentHashMap<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                read.computeIfAbsent(task.stageId(), unused -> Collections.synchronizedList(new ArrayList<>()))
                        .add(task.taskMetrics().shuffleReadMetrics().recordsRead());
            }
        };
        boolean adaptive = Boolean.parseBoolean(spark.conf().get("spark.sql.adaptive.enabled"));
        spark.conf().set("spark.sql.adaptive.enabled", "false"); // it would put small partitions together
        spark.sparkContext().addSparkListener(listener);
        try {
            frame.write().format("noop").mode("overwrite").save();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(listener);
            spark.conf().set("spark.sql.adaptive.enabled", Boolean.toString(adaptive));
        }
        return read.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }
}
