package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.sizing.BroadcastSide;
import io.preflightguard.spark.TestSpark;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinProbeTest {

    @TempDir
    Path folder;

    private final SparkSession spark = TestSpark.session();
    private Dataset<Row> facts;
    private Dataset<Row> tenants;

    @BeforeEach
    void write() {
        String file = folder.resolve("tenants").toString();
        spark.range(0, 1_000, 1, 2)
                .selectExpr("if(id < 100, null, id) as id", "id as name", "id as unused")
                .write()
                .parquet(file);
        tenants = spark.read().parquet(file);
        facts = spark.range(0, 50, 1, 2).toDF("tenant");
    }

    @Test
    void wholeFilesAreCountedButForRowsWithoutAKey() throws Exception {
        Dataset<Row> joined = facts.join(tenants, facts.col("tenant").equalTo(tenants.col("id")), "left_outer")
                .select("tenant", "name");

        assertThat(JoinProbe.broadcasts(joined)).containsExactly(new BroadcastSide("id, name", 900, 2, false));
    }

    @Test
    void aHintIsSeen() throws Exception {
        Dataset<Row> joined =
                facts.join(functions.broadcast(tenants), facts.col("tenant").equalTo(tenants.col("id")), "left_outer");

        assertThat(JoinProbe.broadcasts(joined)).containsExactly(new BroadcastSide("id, name, unused", 900, 3, true));
    }

    @Test
    void ofAFilteredSideNothingIsSaid() throws Exception {
        Dataset<Row> some = tenants.where("name % 7 = 0");

        assertThat(JoinProbe.broadcasts(facts.join(some, facts.col("tenant").equalTo(some.col("id")), "left_outer")))
                .isEmpty();
        assertThat(JoinProbe.broadcasts(facts)).isEmpty();
    }

    @Test
    void aJoinThatShufflesIsTold() {
        assertThat(JoinProbe.shuffles(
                        facts.join(tenants.hint("merge"), facts.col("tenant").equalTo(tenants.col("id")))))
                .isTrue();
        assertThat(JoinProbe.shuffles(facts.join(tenants, facts.col("tenant").equalTo(tenants.col("id")))))
                .as("broadcast")
                .isFalse();
    }
}
