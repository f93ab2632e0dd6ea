package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Rule;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.table.CommitState;
import io.preflightguard.hudi.table.FileWrite;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.spark.SparkSettings;
import io.preflightguard.upsert.UpsertPlan;
import io.preflightguard.upsert.UpsertTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * One write: what was predicted of it, and what its commit says.
 *
 * @param plan what was predicted before it
 * @param result what was said of that
 * @param files what the commit says of its files
 */
record UpsertRun(UpsertPlan plan, CheckResult result, List<FileWrite> files) {

    /** Predicts, with all that the guard reads, and does not write. */
    static UpsertRun predicted(Dataset<Row> frame, Map<String, String> options, Path table, Map<String, String> conf)
            throws Exception {
        UpsertSteps steps = steps(frame, options, table, conf);
        UpsertPlan plan = steps.plan();
        return new UpsertRun(plan, steps.judged(plan), List.of());
    }

    /** What the check says of the write. */
    static Outcome outcome(Dataset<Row> frame, Map<String, String> options, Path table) throws Exception {
        return steps(frame, options, table, Map.of()).tasks().get(0).outcome();
    }

    private static UpsertSteps steps(
            Dataset<Row> frame, Map<String, String> options, Path table, Map<String, String> conf) throws Exception {
        SparkSession spark = TestHudi.session();
        GuardConfig config = GuardConfig.of(SparkSettings.of(spark), conf);
        WriteRequest request =
                new WriteRequest(spark, config, null, frame, options, table.toString(), SaveMode.Append, "orders");
        SchemaSteps schema = new SchemaSteps(request);
        schema.againstTable();
        SampleSteps sample = new SampleSteps(request, schema.write(), schema.requiredBy(), List.of());
        sample.inputRows();
        sample.skew();
        return new UpsertSteps(request, schema.write(), sample, schema.existing());
    }

    /** Predicts, then writes. */
    static UpsertRun of(Dataset<Row> frame, Map<String, String> options, Path table) throws Exception {
        return of(frame, options, table, Map.of());
    }

    static UpsertRun of(Dataset<Row> frame, Map<String, String> options, Path table, Map<String, String> conf)
            throws Exception {
        UpsertRun predicted = predicted(frame, options, table, conf);
        frame.write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
        return new UpsertRun(predicted.plan(), predicted.result(), newest(table).files());
    }

    static CommitState newest(Path table) throws Exception {
        TableState state = HudiTable.look(
                table.toString(), TestHudi.session().sparkContext().hadoopConfiguration());
        return ((TableState.Present) state).commits(1).get(0);
    }

    /**
     * A task numbers the new files it writes behind the same prefix: {@code uuid-0}, {@code uuid-1}. File groups that
     * were there have a task each, whoever made them.
     */
    Map<String, List<FileWrite>> byTask() {
        return files.stream()
                .collect(Collectors.groupingBy(
                        file -> isNew(file)
                                ? file.group().fileId().replaceFirst("-\\d+$", "")
                                : file.group().fileId(),
                        TreeMap::new,
                        Collectors.toList()));
    }

    /** A file that was there has rows that this write did not touch or rows that it updated; a new one has only inserts. */
    private static boolean isNew(FileWrite file) {
        return !file.isLog() && file.inserts() == file.rows();
    }

    /** Records that the largest task was sent. */
    long largestTask() {
        return byTask().values().stream().mapToLong(UpsertRun::records).max().orElse(0);
    }

    static long records(List<FileWrite> files) {
        return files.stream().mapToLong(file -> file.inserts() + file.updates()).sum();
    }

    long bytes() {
        return files.stream().mapToLong(FileWrite::bytes).sum();
    }

    long largestFile() {
        return files.stream().mapToLong(FileWrite::bytes).max().orElse(0);
    }

    double predictedBytes() {
        return plan.tasks().stream().mapToDouble(task -> task.written().value()).sum();
    }

    double predictedLargest() {
        return plan.largest().map(UpsertTask::records).orElseThrow().value();
    }

    /** Prints how far off the prediction was, for whoever reads the log of the tests. */
    UpsertRun report(String what) {
        System.out.printf(
                Locale.ROOT,
                "upsert prediction, %s, Hudi %s: tasks %d of %d, largest task %.0f of %d records (%+.1f %%), files %.0f of %d,"
                        + " bytes %.0f of %d (%+.1f %%)%n",
                what,
                HudiTable.hudiVersion(),
                plan.tasks().size(),
                byTask().size(),
                predictedLargest(),
                largestTask(),
                100 * (predictedLargest() / largestTask() - 1),
                plan.files().value(),
                files.size(),
                predictedBytes(),
                bytes(),
                100 * (predictedBytes() / bytes() - 1));
        return this;
    }

    Finding finding(Rule rule) {
        List<Finding> findings = result.outcome().findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
        assertThat(findings).as("findings of %s in %s", rule.id(), result).hasSize(1);
        return findings.get(0);
    }
}
