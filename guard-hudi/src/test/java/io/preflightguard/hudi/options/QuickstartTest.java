package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.PreflightReport;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.hudi.TestHudi;
import io.preflightguard.report.TextReport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows and options of Hudi's Spark quickstart: of the current one, which names a path and a table only, and of the one
 * before, with key and ordering field.
 */
@Tag("main-line")
class QuickstartTest {

    private static final String OPERATION = "hoodie.datasource.write.operation";

    @TempDir
    Path folder;

    private final SparkSession spark = TestHudi.session();
    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("trips_table");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theGuardFindsNothingInTheQuickstart(boolean withKey) {
        expectNothing("COPY_ON_WRITE", withKey);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    @Tag("long")
    void theGuardFindsNothingInTheQuickstartOfMergeOnRead(boolean withKey) {
        expectNothing("MERGE_ON_READ", withKey);
    }

    private void expectNothing(String type, boolean withKey) {
        Map<String, String> options = options(type, withKey);

        expectNothing("insert", write(trips(), options, SaveMode.Overwrite));
        if (withKey) {
            expectNothing("insert more", write(more(), with(options, "insert"), SaveMode.Append));
        }
        Dataset<Row> updates = spark.read()
                .format("hudi")
                .load(table.toString())
                .where("rider = 'rider-D'")
                .selectExpr("ts", "uuid", "rider", "driver", "fare * 10 as fare", "city");
        expectNothing("upsert", write(updates, with(options, "upsert"), SaveMode.Append));
        expectNothing("upsert again", write(updates, with(options, "upsert"), SaveMode.Append));
        if (withKey) {
            expectNothing("delete", write(updates, with(options, "delete"), SaveMode.Append));
        }
        expectNothing("insert_overwrite", write(trips(), with(options, "insert_overwrite"), SaveMode.Append));
        expectNothing("bulk_insert", write(trips(), with(options, "bulk_insert"), SaveMode.Overwrite));
    }

    private static void expectNothing(String step, PreflightReport report) {
        assertThat(findings(report)).as(step + "\n" + TextReport.of(report)).isEmpty();
    }

    private PreflightReport write(Dataset<Row> rows, Map<String, String> options, SaveMode mode) {
        return HudiPreflight.on(spark).build().write(rows, options, table.toString(), mode);
    }

    private static Map<String, String> options(String type, boolean withKey) {
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.table.name", "trips_table");
        options.put("hoodie.datasource.write.partitionpath.field", "city");
        options.put("hoodie.datasource.write.table.type", type);
        options.put("hoodie.embed.timeline.server", "false");
        options.put("hoodie.metadata.enable", "false");
        if (withKey) {
            options.put("hoodie.datasource.write.recordkey.field", "uuid");
            options.put("hoodie.datasource.write.precombine.field", "ts");
        }
        return options;
    }

    private static Map<String, String> with(Map<String, String> options, String operation) {
        Map<String, String> further = new HashMap<>(options);
        further.put(OPERATION, operation);
        return further;
    }

    private Dataset<Row> trips() {
        return rows(
                "(1695159649087L,'334e26e9-8355-45cc-97c6-c31daf0df330','rider-A','driver-K',19.10D,'san_francisco'),"
                        + "(1695091554788L,'e96c4396-3fad-413a-a942-4cb36106d721','rider-C','driver-M',27.70D,'san_francisco'),"
                        + "(1695046462179L,'9909a8b1-2d15-4d3d-8ec9-efc48c536a00','rider-D','driver-L',33.90D,'san_francisco'),"
                        + "(1695516137016L,'e3cf430c-889d-4015-bc98-59bdce1e530c','rider-F','driver-P',34.15D,'sao_paulo'),"
                        + "(1695115999911L,'c8abbe79-8d89-47ea-b4ce-4d224bae5bfa','rider-J','driver-T',17.85D,'chennai')");
    }

    private Dataset<Row> more() {
        return rows(
                "(1695332066204L,'1dced545-862b-4ceb-8b43-d2a568f6616b','rider-E','driver-O',93.50D,'san_francisco')");
    }

    private Dataset<Row> rows(String values) {
        return spark.sql("select * from values " + values + " as t(ts, uuid, rider, driver, fare, city)");
    }
}
