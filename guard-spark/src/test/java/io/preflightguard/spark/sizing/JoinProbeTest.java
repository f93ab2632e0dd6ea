package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.preflightguard.sizing.BroadcastSide;
import io.preflightguard.sizing.BroadcastSide.Use;
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

        assertThat(JoinProbe.broadcasts(joined))
                .containsExactly(new BroadcastSide("id, name", 900, 1_000, 2, true, Use.HASHED_BY_LONG, false));
    }

    @Test
    void aHintIsSeen() throws Exception {
        Dataset<Row> joined =
                facts.join(functions.broadcast(tenants), facts.col("tenant").equalTo(tenants.col("id")), "left_outer");

        assertThat(JoinProbe.broadcasts(joined))
                .containsExactly(new BroadcastSide("id, name, unused", 900, 1_000, 3, true, Use.HASHED_BY_LONG, true));
    }

    @Test
    void aHintIsOfItsOwnSideOnly() throws Exception {
        Dataset<Row> others = spark.range(0, 10, 1, 1).toDF("other");
        Dataset<Row> joined = facts.join(tenants, facts.col("tenant").equalTo(tenants.col("id")), "left_outer")
                .join(functions.broadcast(others), functions.col("name").equalTo(others.col("other")), "left_outer");

        assertThat(JoinProbe.broadcasts(joined))
                .extracting(BroadcastSide::columns, BroadcastSide::hinted)
                .containsExactlyInAnyOrder(tuple("id, name, unused", false), tuple("other", true));
    }

    @Test
    void howAJoinUsesASideIsTold() throws Exception {
        facts.createOrReplaceTempView("facts");
        tenants.selectExpr("id", "string(name) as text").createOrReplaceTempView("tenants");

        assertThat(JoinProbe.broadcasts(spark.sql("select * from facts where tenant not in (select id from tenants)")))
                .extracting(BroadcastSide::join)
                .containsExactly(Use.NULL_AWARE);
        assertThat(JoinProbe.broadcasts(spark.sql("select * from facts left join tenants on tenant < id")))
                .singleElement()
                .satisfies(side -> {
                    assertThat(side.join()).isEqualTo(Use.LOOPED);
                    assertThat(side.fixedWidth()).as("text").isFalse();
                });
        assertThat(JoinProbe.broadcasts(spark.sql("select * from facts left join tenants on string(tenant) = text")))
                .extracting(BroadcastSide::join)
                .containsExactly(Use.HASHED);
    }

    @Test
    void ofAFilteredSideTheRowsAreNotKnown() throws Exception {
        Dataset<Row> some = tenants.where("name % 7 = 0");

        assertThat(JoinProbe.broadcasts(facts.join(some, facts.col("tenant").equalTo(some.col("id")), "left_outer")))
                .singleElement()
                .satisfies(side -> assertThat(side.mostRows()).isEqualTo(BroadcastSide.UNKNOWN));
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
