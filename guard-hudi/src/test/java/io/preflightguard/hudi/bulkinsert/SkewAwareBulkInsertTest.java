package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewAwareBulkInsertTest {

    private static final long TARGET = 300_000;

    @TempDir
    Path folder;

    @Test
    @Tag("main-line")
    void aHotPathIsCutIntoFilesOfTheTargetAndEachOtherPathIsOneFile() {
        Map<String, String> options = options();

        write(hot(), options);

        BulkInsertPlan plan = BulkInsertPlanner.plan(hot(), options, 8);
        Map<String, List<Long>> files = baseFiles();
        assertThat(plan.shuffles()).as(plan.describe()).isTrue();
        assertThat(files.keySet()).hasSize(8);
        files.forEach((path, sizes) -> {
            if (path.equals("hot")) {
                assertThat(sizes).as("hot").hasSizeBetween(3, 30);
                assertThat(sizes).allSatisfy(size -> assertThat((double) size).isBetween(TARGET / 2.0, TARGET * 1.1));
            } else {
                assertThat(sizes).as(path).hasSize(1);
            }
        });
        assertThat((long) plan.files().files())
                .as(plan.describe())
                .isEqualTo(files.values().stream().mapToLong(List::size).sum());
        assertThat(plan.files().largestTaskToMean().value()).isLessThan(1.3);
    }

    @Test
    @Tag("main-line")
    void tasksCarryAlikeWhereAHotPathsTaskCarriedMost() {
        Map<String, String> byPath = new HashMap<>(options());
        byPath.remove("hoodie.bulkinsert.user.defined.partitioner.class");
        byPath.put("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION");

        hot().write()
                .format("hudi")
                .options(byPath)
                .mode(SaveMode.Append)
                .save(folder.resolve("byPath").toString());
        hot().write()
                .format("hudi")
                .options(options())
                .mode(SaveMode.Append)
                .save(folder.resolve("ours").toString());

        assertThat(rowsOfTheLargestTask("byPath")).isGreaterThanOrEqualTo(90_000);
        assertThat(rowsOfTheLargestTask("ours")).isLessThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRowsWrittenAreTheRowsGivenAndAnUpsertFindsThem(boolean rowWriter) {
        Map<String, String> options = options();
        options.put("hoodie.datasource.write.row.writer.enable", Boolean.toString(rowWriter));
        options.put("hoodie.copyonwrite.record.size.estimate", "30");

        Dataset<Row> rows = hot(40_000);

        write(rows, options);

        assertThat(fingerprint(read())).isEqualTo(fingerprint(rows));
        Map<String, List<Long>> files = baseFiles();
        assertThat(files.get("hot")).as("cut").hasSizeGreaterThan(1);
        files.forEach((path, sizes) ->
                assertThat(path.equals("hot") ? 1 : sizes.size()).as(path).isEqualTo(1));
        Map<String, String> upsert = TestHudi.options("upsert");
        rows.where("cast(id as bigint) % 100 < 10")
                .withColumn("ts", functions.lit(1_000_000L))
                .write()
                .format("hudi")
                .options(upsert)
                .mode(SaveMode.Append)
                .save(folder.toString());
        assertThat(read().count()).isEqualTo(40_000);
        assertThat(read().where("ts = 1000000").count()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "exact"})
    @Tag("long")
    void aSampleAndACountOfAllRowsAgree(String counting) {
        Map<String, String> options = options();
        options.put(BulkInsertSettings.COUNTING, counting);

        BulkInsertPlan plan = BulkInsertPlanner.plan(hot(), options, 8);

        assertThat(plan.evidence()).startsWith(counting.equals("exact") ? "all rows counted" : "from a sample");
        assertThat(plan.files().tasksByPath()).hasSize(8);
        assertThat(plan.files().files())
                .isEqualTo(BulkInsertPlanner.plan(hot(), options(), 8).files().files());
    }

    @Test
    @Tag("main-line")
    void aFrameBehindAShuffleIsCountedWhole() {
        BulkInsertPlan plan = BulkInsertPlanner.plan(hot().repartition(4), options(), 8);

        assertThat(plan.evidence()).startsWith("all rows counted");
        // Rows come in another order, and weigh a little more or less.
        assertThat(plan.files().files())
                .isCloseTo(BulkInsertPlanner.plan(hot(), options(), 8).files().files(), within(2));
    }

    @Test
    @Tag("main-line")
    void anInputThatAlreadyLiesAsPlannedIsNotShuffled() {
        Dataset<Row> onePathAPartition = TestHudi.session()
                .range(0, 40_000, 1, 4)
                .selectExpr("cast(id as string) id", "concat('p', id div 10000) p", "id as ts", "'x' text");

        BulkInsertPlan plan = BulkInsertPlanner.plan(onePathAPartition, options(), 4);

        assertThat(plan.files().files()).isEqualTo(4);
        assertThat(plan.shuffles()).as(plan.describe()).isFalse();
        write(onePathAPartition, options());
        assertThat(baseFiles().values()).allSatisfy(sizes -> assertThat(sizes).hasSize(1));
        assertThat(fingerprint(read())).isEqualTo(fingerprint(onePathAPartition));
    }

    @Test
    @Tag("long")
    void rowsAreSortedInsideAFile() throws IOException {
        Map<String, String> options = options();
        options.put(BulkInsertSettings.SORT_COLUMNS, "ts");

        write(hot().withColumn("ts", functions.expr("pmod(hash(id), 1000)")), options);

        for (Path file : parquet()) {
            List<Row> rows = TestHudi.session()
                    .read()
                    .parquet(file.toString())
                    .select("ts")
                    .collectAsList();
            for (int i = 1; i < rows.size(); i++) {
                assertThat(rows.get(i).getInt(0))
                        .as(file.toString())
                        .isGreaterThanOrEqualTo(rows.get(i - 1).getInt(0));
            }
        }
    }

    @Test
    @Tag("main-line")
    void aSortColumnThatDoesNotExistIsNamedBeforeAnythingIsWritten() {
        Map<String, String> options = options();
        options.put(BulkInsertSettings.SORT_COLUMNS, "when");

        assertThatThrownBy(() -> write(hot(), options))
                .hasStackTraceContaining(BulkInsertSettings.SORT_COLUMNS + " names when, which the rows do not have");
    }

    @Test
    @Tag("long")
    void aTableWithoutPartitionsIsOnePath() {
        Map<String, String> options = options();
        options.put("hoodie.datasource.write.partitionpath.field", "");
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen.NonpartitionedKeyGenerator");

        write(hot(), options);

        assertThat(baseFiles()).containsOnlyKeys("");
        assertThat(fingerprint(read())).isEqualTo(fingerprint(hot()));
    }

    /** Hudi's sequence number is the instant, the task and the row. */
    private long rowsOfTheLargestTask(String table) {
        return TestHudi.session()
                .read()
                .format("hudi")
                .load(folder.resolve(table).toString())
                .groupBy(functions.expr("split(_hoodie_commit_seqno, '_')[1]"))
                .count()
                .agg(functions.max("count"))
                .collectAsList()
                .get(0)
                .getLong(0);
    }

    @Test
    @Tag("long")
    void rowsWithoutARecordKeyOfTheirOwnAreCutByTheirContent() {
        Map<String, String> options = options();
        options.remove("hoodie.datasource.write.recordkey.field");
        options.remove("hoodie.datasource.write.precombine.field");

        write(hot(), options);

        assertThat(baseFiles().get("hot")).as("cut").hasSizeGreaterThan(2).allSatisfy(size -> assertThat((double) size)
                .isBetween(TARGET / 2.0, TARGET * 1.2));
        assertThat(fingerprint(read())).isEqualTo(fingerprint(hot()));
    }

    private static Dataset<Row> hot() {
        return hot(100_000);
    }

    private static Dataset<Row> hot(int rows) {
        return TestHudi.session()
                .range(0, rows, 1, 8)
                .selectExpr(
                        "cast(id as string) as id",
                        "if(id % 10 > 0, 'hot', concat('p', id % 70)) as p",
                        "id as ts",
                        "sha2(cast(id as string), 256) as text");
    }

    private static Map<String, String> options() {
        Map<String, String> options = new HashMap<>(TestHudi.options("bulk_insert"));
        options.put("hoodie.bulkinsert.user.defined.partitioner.class", SkewAwareBulkInsertPartitioner.class.getName());
        options.put("hoodie.bulkinsert.shuffle.parallelism", "8");
        options.put("hoodie.parquet.max.file.size", Long.toString(TARGET));
        // Filters of 7 KB, so that files of this size are mostly rows.
        options.put("hoodie.index.bloom.num_entries", "1000");
        options.put("hoodie.bloom.index.filter.dynamic.max.entries", "1000");
        return options;
    }

    private void write(Dataset<Row> rows, Map<String, String> options) {
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(folder.toString());
    }

    private Dataset<Row> read() {
        return TestHudi.session().read().format("hudi").load(folder.toString());
    }

    /** Count and sum of row hashes. */
    private static Row fingerprint(Dataset<Row> rows) {
        return rows.selectExpr("count(*) as n", "sum(cast(xxhash64(id, p, ts, text) as decimal(38,0))) as h")
                .collectAsList()
                .get(0);
    }

    /** Sizes of the base files by partition path. */
    private Map<String, List<Long>> baseFiles() {
        Map<String, List<Long>> sizes = new TreeMap<>();
        for (Path file : parquet()) {
            String path = folder.relativize(file.getParent()).toString();
            long size = file.toFile().length();
            sizes.merge(path, List.of(size), (one, other) -> Stream.concat(one.stream(), other.stream())
                    .toList());
        }
        return sizes;
    }

    private List<Path> parquet() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")
                            && !file.toString().contains("/.hoodie/"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
