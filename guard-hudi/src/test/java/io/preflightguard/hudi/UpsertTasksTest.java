package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.upsert.HudiLine;
import io.preflightguard.upsert.UpsertTask;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is predicted of an insert or upsert against what its commit says. Files of 2 MiB stand for those of 120 MiB. */
@Tag("long")
class UpsertTasksTest {

    private static final String ESTIMATE = "hoodie.copyonwrite.record.size.estimate";
    private static final int MAX_FILE = 2 << 20;

    @TempDir
    Path table;

    @Test
    void aFirstLoadOfKilobyteRowsIsAsPredictedAndInOrder() throws Exception {
        UpsertRun run =
                UpsertRun.of(rows(0, 9_000, 32), options("insert"), table).report("first load, 1 KiB rows");

        assertThat(run.plan().tasks()).hasSameSizeAs(run.byTask().values());
        assertThat(run.predictedLargest()).isCloseTo(run.largestTask(), within(0.1 * run.largestTask()));
        assertThat(run.predictedBytes()).isCloseTo(run.bytes(), within(0.2 * run.bytes()));
        assertThat(run.result().outcome().findings()).isEmpty();
    }

    @Test
    void aFirstLoadOfTenKilobyteRowsGoesToTooFewTasksUntilTheirSizeIsStated(@TempDir Path repaired) throws Exception {
        Dataset<Row> large = rows(0, 3_000, 320);
        UpsertRun harm = UpsertRun.of(large, options("insert"), table).report("first load, 10 KiB rows");

        Finding finding = harm.finding(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(harm.plan().tasks()).hasSameSizeAs(harm.byTask().values());
        assertThat(harm.largestTask() * harm.bytes() / 3_000.0)
                .as("bytes of the largest task")
                .isGreaterThan(4.0 * MAX_FILE);

        Map<String, String> options = options("insert");
        options.putAll(option(finding));
        UpsertRun right = UpsertRun.of(large, options, repaired).report("first load, 10 KiB rows, size stated");

        assertThat(right.plan().tasks()).hasSameSizeAs(right.byTask().values());
        assertThat(right.largestTask() * right.bytes() / 3_000.0)
                .as("bytes of the largest task")
                .isBetween(0.5 * MAX_FILE, 1.5 * MAX_FILE);
        assertThat(right.result().outcome().findings()).isEmpty();
    }

    @Test
    void shortRowsMakeManySmallFilesUntilTheirSizeIsStated(@TempDir Path repaired) throws Exception {
        Dataset<Row> small = rows(0, 30_000, 1);
        UpsertRun harm = UpsertRun.of(small, options("insert"), table).report("first load, 80 B rows");

        Finding finding = harm.finding(RuleCatalog.UPSERT_FILES_TOO_SMALL);
        assertThat(harm.files()).hasSize(15);
        assertThat(harm.largestFile()).isLessThan(MAX_FILE / 2);

        Map<String, String> options = options("insert");
        options.putAll(option(finding));
        UpsertRun right = UpsertRun.of(small, options, repaired).report("first load, 80 B rows, size stated");

        // Hudi counts open pages of up to 1 MiB a column before they are compressed, so it closes a file of 2 MiB
        // early.
        assertThat(right.byTask()).hasSize(1);
        assertThat(right.files()).hasSizeLessThan(6);
        assertThat(right.result().outcome().findings()).isEmpty();
    }

    @Test
    void aLaterInsertFillsSmallFilesTooFarUntilTheSizeIsStated(@TempDir Path repaired) throws Exception {
        Map<String, String> options = options("insert");
        for (Path path : new Path[] {table, repaired}) {
            rows(0, 50, 160)
                    .write()
                    .format("hudi")
                    .options(options)
                    .mode(SaveMode.Append)
                    .save(path.toString());
        }
        Dataset<Row> more = rows(1_000, 2_000, 160);
        UpsertRun harm = UpsertRun.of(more, options, table).report("small file filled, 10 KiB rows");

        Finding finding = harm.finding(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        UpsertTask filled = harm.plan().tasks().get(0);
        assertThat(filled.kind()).isEqualTo(UpsertTask.Kind.MERGE);
        assertThat(harm.files()).anyMatch(file -> file.group().fileId().equals(filled.group()));
        assertThat(finding.message()).contains(filled.group());
        assertThat(harm.largestFile()).as("one file").isGreaterThan(3L * MAX_FILE);

        options.putAll(option(finding));
        UpsertRun right = UpsertRun.of(more, options, repaired).report("small file filled, size stated");

        assertThat(right.largestFile()).isLessThan(3L * MAX_FILE / 2);
        assertThat(right.byTask()).hasSameSizeAs(right.plan().tasks());
    }

    @Test
    void onceHudiHasLearnedASizeTheEstimateAloneDoesNothing(@TempDir Path both) throws Exception {
        Map<String, String> options = options("insert");
        options.put("hoodie.parquet.small.file.limit", "20000");
        for (Path path : new Path[] {table, both}) {
            rows(0, 5_000, 1)
                    .write()
                    .format("hudi")
                    .options(options)
                    .mode(SaveMode.Append)
                    .save(path.toString());
        }
        Dataset<Row> large = rows(10_000, 2_000, 160);
        UpsertRun learned = UpsertRun.predicted(large, options, table, Map.of());
        Finding finding = learned.finding(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(finding.remedies()).isEmpty();
        assertThat(learned.plan().record().fromWrites()).isTrue();

        String size = finding.suggestion().replaceFirst(".*" + ESTIMATE + "=(\\d+).*", "$1");
        options.put(ESTIMATE, size);
        UpsertRun alone = UpsertRun.of(large, options, table).report("size learned, estimate alone");
        assertThat(alone.byTask()).hasSize(1).hasSameSizeAs(alone.plan().tasks());

        options.put("hoodie.record.size.estimation.threshold", "1000000");
        UpsertRun right = UpsertRun.of(large, options, both).report("size learned, estimate and threshold");
        assertThat(right.byTask().size())
                .isGreaterThan(4)
                .isEqualTo(right.plan().tasks().size());
    }

    @Test
    void updatesOfOneFileGroupAreFoundWhereTheyGo() throws Exception {
        Map<String, String> options = options("upsert");
        options.put("hoodie.parquet.small.file.limit", "0"); // which small file takes inserts first is left open
        sorted(10_000, options);
        Dataset<Row> hot = rows(0, 900, 4)
                .union(rows(1_000, 9_000, 4).where("cast(id as int) % 500 = 0"))
                .union(rows(20_000, 5, 4));
        UpsertRun run = UpsertRun.of(hot, options, table, skewFrom("1k")).report("upsert, one hot file group");

        Finding finding = run.finding(RuleCatalog.UPSERT_SKEWED);
        String group = run.files().stream()
                .filter(file -> file.updates() + file.inserts() == run.largestTask())
                .findFirst()
                .orElseThrow()
                .group()
                .fileId();
        assertThat(finding.subject()).isEqualTo("p=a");
        assertThat(finding.message()).contains(group);
        assertThat(run.byTask()).hasSameSizeAs(run.plan().tasks());
        assertThat(run.predictedLargest()).isCloseTo(run.largestTask(), within(0.05 * run.largestTask()));
    }

    @Test
    void updatesOfAMergeOnReadTableAreAppended() throws Exception {
        Map<String, String> options = options("upsert");
        options.put("hoodie.datasource.write.table.type", "MERGE_ON_READ");
        options.put("hoodie.compact.inline", "false");
        sorted(10_000, options);
        UpsertRun run = UpsertRun.of(rows(0, 900, 4).union(rows(6_000, 30, 4)), options, table)
                .report("upsert, merge on read");

        assertThat(run.files()).isNotEmpty().allMatch(file -> file.isLog());
        assertThat(run.plan().tasks())
                .hasSameSizeAs(run.byTask().values())
                .extracting(UpsertTask::kind)
                .containsOnly(UpsertTask.Kind.APPEND);
        assertThat(run.predictedLargest()).isCloseTo(run.largestTask(), within(0.05 * run.largestTask()));
    }

    @Test
    void aHotBucketIsDividedByHashingTheWholeKey(@TempDir Path repaired) throws Exception {
        Map<String, String> options = options("upsert");
        options.put("hoodie.datasource.write.recordkey.field", "tenant,id");
        options.put("hoodie.index.type", "BUCKET");
        options.put("hoodie.bucket.index.num.buckets", "16");
        options.put("hoodie.bucket.index.hash.field", "tenant");
        Dataset<Row> rows =
                rows(0, 4_000, 4).selectExpr("*", "if(cast(id as int) % 20 > 0, 't0', concat('t', id)) tenant");
        UpsertRun harm = UpsertRun.of(rows, options, table, skewFrom("1k")).report("bucket index, hot bucket");

        Finding finding = harm.finding(RuleCatalog.UPSERT_SKEWED);
        assertThat(harm.byTask()).hasSameSizeAs(harm.plan().tasks());
        assertThat(harm.largestTask()).isGreaterThanOrEqualTo(3_800);
        assertThat(harm.predictedLargest()).isCloseTo(harm.largestTask(), within(0.02 * harm.largestTask()));

        options.putAll(suggested(finding));
        UpsertRun right =
                UpsertRun.of(rows, options, repaired, skewFrom("1k")).report("bucket index, whole key hashed");

        assertThat(right.largestTask()).isLessThan(2 * 4_000 / 16);
        assertThat(right.result().outcome().findings()).isEmpty();
    }

    @Test
    void aLargePathGetsMoreBucketsBeforeTheTableIsMade(@TempDir Path repaired) throws Exception {
        Map<String, String> options = options("upsert");
        options.put("hoodie.index.type", "BUCKET");
        options.put("hoodie.bucket.index.num.buckets", "1");
        options.put("hoodie.parquet.max.file.size", "200000");
        Dataset<Row> rows = rows(0, 4_000, 16);
        UpsertRun harm = UpsertRun.of(rows, options, table).report("bucket index, one bucket");

        Finding finding = harm.finding(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(harm.files()).hasSize(1);
        assertThat(harm.largestFile()).isGreaterThan(8 * 200_000);

        options.putAll(suggested(finding));
        UpsertRun right = UpsertRun.of(rows, options, repaired).report("bucket index, more buckets");

        assertThat(right.largestFile()).isLessThan(6 * 200_000);
        assertThat(right.result().outcome().findings()).isEmpty();
    }

    @Test
    void plainKeysWithAColonShareABucketOnTheOldLine() throws Exception {
        Map<String, String> options = options("upsert");
        options.put("hoodie.index.type", "BUCKET");
        options.put("hoodie.bucket.index.num.buckets", "8");
        Dataset<Row> rows = rows(0, 2_000, 1).selectExpr("concat('k:', id) as id", "p", "ts", "text");
        UpsertRun run = UpsertRun.of(rows, options, table).report("bucket index, keys with a colon");

        assertThat(run.byTask()).hasSameSizeAs(run.plan().tasks());
        assertThat(run.byTask()).hasSize(UpsertSteps.line() == HudiLine.V0 ? 1 : 8);
    }

    @Test
    void aHotRecordKeyIsNoLargeTask() throws Exception {
        Dataset<Row> hot = TestHudi.session()
                .range(0, 20_000, 1, 4)
                .selectExpr("if(id % 20 > 0, 'hot', cast(id as string)) as id", "'a' as p", "id as ts", text(16));
        UpsertRun run = UpsertRun.of(hot, options("upsert"), table).report("upsert, hot record key");

        assertThat(run.largestTask()).isEqualTo(1_001);
        assertThat(run.predictedLargest()).isEqualTo(1_001);
        assertThat(run.result().outcome()).isInstanceOf(Outcome.Passed.class);
    }

    /** A table of ten file groups, each with the keys of a tenth of the range. */
    private void sorted(int rows, Map<String, String> like) {
        Map<String, String> options = new HashMap<>(like);
        options.put("hoodie.datasource.write.operation", "bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "NONE");
        rows(0, rows, 4)
                .repartitionByRange(10, functions.col("id"))
                .write()
                .format("hudi")
                .options(options)
                .option("hoodie.bulkinsert.shuffle.parallelism", "10")
                .mode(SaveMode.Append)
                .save(table.toString());
    }

    private static Map<String, String> option(Finding finding) {
        assertThat(finding.remedies()).as("remedies of %s", finding.line()).hasSize(1);
        Remedy.SetWriteOption option =
                (Remedy.SetWriteOption) finding.remedies().get(0);
        return Map.of(option.key(), option.value());
    }

    /** What a finding leaves to the job. */
    private static Map<String, String> suggested(Finding finding) {
        assertThat(finding.remedies()).isEmpty();
        Matcher setting = Pattern.compile("Set (\\S+)=(\\S+) before").matcher(finding.suggestion());
        assertThat(setting.find()).as(finding.suggestion()).isTrue();
        return Map.of(setting.group(1), setting.group(2));
    }

    private static Map<String, String> skewFrom(String bytes) {
        return Map.of("spark.guard.skew.min-task-size", bytes);
    }

    private static Map<String, String> options(String operation) {
        Map<String, String> options = TestHudi.options(operation);
        options.put("hoodie.parquet.max.file.size", Integer.toString(MAX_FILE));
        options.put("hoodie.parquet.small.file.limit", Integer.toString(MAX_FILE * 5 / 6));
        // Small filters for small files: with Hudi's own each of these files would be a third filter.
        options.put("hoodie.index.bloom.num_entries", "3000");
        options.put("hoodie.bloom.index.filter.type", "SIMPLE");
        return options;
    }

    /** Rows of path {@code a} with so many times 64 hexadecimal digits, which compress to about half. */
    private static Dataset<Row> rows(long from, long count, int pieces) {
        return TestHudi.session()
                .range(from, from + count, 1, 4)
                .selectExpr("lpad(cast(id as string), 8, '0') as id", "'a' as p", "id as ts", text(pieces));
    }

    private static String text(int pieces) {
        return "concat_ws('', transform(sequence(1, " + pieces
                + "), piece -> sha2(concat(cast(id as string), '-', cast(piece as string)), 256))) as text";
    }
}
