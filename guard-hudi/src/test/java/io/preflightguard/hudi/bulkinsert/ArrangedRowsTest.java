package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.TestHudi;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows as they lie before Hudi writes them; {@link SkewAwareBulkInsertTest} shows the files that come of it. */
@Tag("main-line")
class ArrangedRowsTest {

    private static final int ROWS = 20_000;

    @Test
    void rowsAreSortedByPathAndThenByTheColumns() {
        Map<String, String> options = options();
        options.put(BulkInsertSettings.SORT_COLUMNS, "ts");

        List<Row> rows = arranged(options);

        assertThat(rows).hasSize(ROWS);
        for (int i = 1; i < ROWS; i++) {
            Row before = rows.get(i - 1);
            Row row = rows.get(i);
            if (before.getInt(0) == row.getInt(0)) {
                int paths = before.getString(1).compareTo(row.getString(1));
                assertThat(paths < 0 || (paths == 0 && before.getInt(2) <= row.getInt(2)))
                        .as("%s before %s", before, row)
                        .isTrue();
            }
        }
    }

    @Test
    void rowsWithoutARecordKeyOfTheirOwnAreCutByTheirContent() {
        Map<String, String> options = options();
        options.remove("hoodie.datasource.write.recordkey.field");
        options.remove("hoodie.datasource.write.precombine.field");

        List<Row> rows = arranged(options);

        assertThat(rows).hasSize(ROWS);
        tasksByPath(rows).forEach((path, tasks) -> {
            if (path.equals("hot")) {
                assertThat(tasks).as("cut").hasSizeGreaterThan(1);
            } else {
                assertThat(tasks).as(path).hasSize(1);
            }
        });
    }

    @Test
    void aTableWithoutPartitionsIsOnePath() {
        Map<String, String> options = options();
        options.put("hoodie.datasource.write.partitionpath.field", "");
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen.NonpartitionedKeyGenerator");

        List<Row> rows = arranged(options);

        assertThat(rows).hasSize(ROWS);
        assertThat(tasksByPath(rows)).containsOnlyKeys("");
        assertThat(tasksByPath(rows).get("")).as("cut").hasSizeGreaterThan(1);
    }

    @Test
    void aTextsHashIsThatOfSparksColumn() {
        List<String> texts = Arrays.asList("", "p=1/q=2", "Zürich 東京 \uD83D\uDE80", "x".repeat(100), null);
        Dataset<Row> column =
                TestHudi.session().createDataset(texts, Encoders.STRING()).toDF("text");

        List<Row> hashes = column.select(functions.col("text"), functions.xxhash64(functions.col("text")))
                .collectAsList();

        assertThat(hashes).hasSize(texts.size()).allSatisfy(row -> assertThat(FileTasks.hash(row.getString(0)))
                .as("hash of '%s'", row.getString(0))
                .isEqualTo(row.getLong(1)));
    }

    private static Map<String, Set<Integer>> tasksByPath(List<Row> rows) {
        Map<String, Set<Integer>> tasks = new TreeMap<>();
        rows.forEach(row ->
                tasks.computeIfAbsent(row.getString(1), path -> new TreeSet<>()).add(row.getInt(0)));
        return tasks;
    }

    /** Task, path and {@code ts} of each row, in the order in which Hudi gets them. */
    private static List<Row> arranged(Map<String, String> options) {
        BulkInsertSettings settings = BulkInsertSettings.of(options);
        Dataset<Row> rows = RowsAsWritten.withMetaColumns(hot(), new HudiWrite(options, Map.of()));
        BulkInsertPlan plan = new BulkInsertPlanner(settings).plan(rows, 8);
        assertThat(plan.shuffles()).as(plan.describe()).isTrue();
        return ArrangedRows.of(rows, plan, settings)
                .select(functions.spark_partition_id(), functions.col(RowsAsWritten.PATH_COLUMN), functions.col("ts"))
                .collectAsList();
    }

    private static Dataset<Row> hot() {
        return TestHudi.session()
                .range(0, ROWS, 1, 8)
                .selectExpr(
                        "cast(id as string) as id",
                        "if(id % 10 > 0, 'hot', concat('p', id % 70)) as p",
                        "pmod(hash(id), 1000) as ts",
                        "sha2(cast(id as string), 256) as text");
    }

    private static Map<String, String> options() {
        Map<String, String> options = new HashMap<>(TestHudi.options("bulk_insert"));
        options.put("hoodie.parquet.max.file.size", "300000");
        options.put("hoodie.copyonwrite.record.size.estimate", "60");
        options.put("hoodie.index.bloom.num_entries", "1000");
        options.put("hoodie.bloom.index.filter.dynamic.max.entries", "1000");
        return options;
    }
}
