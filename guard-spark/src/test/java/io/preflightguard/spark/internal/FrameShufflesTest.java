package io.preflightguard.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.TestSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FrameShufflesTest {

    private final Dataset<Row> flights = TestSpark.flights();

    @Test
    void aScanWithFiltersAndProjectionsDoesNotShuffle() {
        assertThat(FrameShuffles.mayHappen(flights.where("delay > 0").selectExpr("origin", "delay + 1 as d")))
                .isFalse();
    }

    @Test
    void aGroupingARepartitionAndASortShuffle() {
        assertThat(FrameShuffles.mayHappen(flights.groupBy("origin").count())).isTrue();
        assertThat(FrameShuffles.mayHappen(flights.repartition(3))).isTrue();
        assertThat(FrameShuffles.mayHappen(flights.orderBy("delay"))).isTrue();
    }

    @Test
    void aSubqueryMayShuffle() {
        flights.createOrReplaceTempView("flights_of_frame_shuffles");

        assertThat(FrameShuffles.mayHappen(flights.where(
                        "delay > (select avg(delay) from flights_of_frame_shuffles group by 'a' limit 1)")))
                .isTrue();
    }
}
