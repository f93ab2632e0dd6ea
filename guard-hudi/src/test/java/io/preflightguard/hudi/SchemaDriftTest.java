package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Severity;
import io.preflightguard.schema.SchemaPairing;
import io.preflightguard.schema.SchemaRules;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.spark.SparkSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each drift is written for real, without the guard, to a copy of one table; what that does to the table decides what
 * the guard had to say before. What it did is appended to {@code target/schema-drift.txt}.
 */
@Tag("main-line")
class SchemaDriftTest {

    private static final long STORED = 8;
    private static final long UPSERTED = 3;

    @TempDir
    static Path folder;

    private static Path template;
    private static Dataset<Row> rows;
    private static Map<String, Map<String, String>> stored;

    @BeforeAll
    static void writeTheTable() {
        SparkSession spark = TestHudi.session();
        Path parquet = folder.resolve("rows.parquet");
        spark.range(0, 2 * STORED, 1, 1).selectExpr(Drift.COLUMNS).write().parquet(parquet.toString());
        rows = spark.read().parquet(parquet.toString()); // whose columns are all nullable, as in real jobs
        template = folder.resolve("template");
        rows.where("ts < " + STORED)
                .write()
                .format("hudi")
                .options(options("insert"))
                .mode(SaveMode.Append)
                .save(template.toString());
        stored = values(rows.where("ts < " + STORED), rows.columns());
    }

    static Stream<Drift> all() {
        return Drift.all().stream();
    }

    static Stream<Arguments> byDefault() {
        return all().filter(drift -> !drift.isVariant()).map(SchemaDriftTest::upsert);
    }

    static Stream<Arguments> variants() {
        return all().filter(Drift::isVariant).map(SchemaDriftTest::upsert);
    }

    private static Arguments upsert(Drift drift) {
        return Arguments.of(drift, "upsert", Map.of());
    }

    static Stream<Arguments> byBulkInsert() {
        return all().map(drift -> Arguments.of(drift, "bulk_insert", Map.of()));
    }

    static Stream<Arguments> withOptions() {
        return Stream.of(
                        "hoodie.datasource.write.reconcile.schema",
                        "hoodie.write.set.null.for.missing.columns",
                        "hoodie.avro.schema.validate")
                .flatMap(option -> Stream.of("upsert", "bulk_insert").flatMap(operation -> Drift.all().stream()
                        .map(drift -> Arguments.of(drift, operation, Map.of(option, "true")))));
    }

    /** Without a table: the schemas alone. */
    @ParameterizedTest
    @MethodSource("all")
    void theRuleRefusesWhateverIsNotAdditive(Drift drift) {
        TableSchema known = SparkSchemas.read(rows.schema());
        TableSchema incoming = SparkSchemas.read(drift.change().apply(rows).schema());
        Outcome outcome = SchemaRules.judge("drift", SchemaPairing.INPUT_AND_TABLE, known, incoming)
                .outcome();

        List<String> refused = outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.FAIL)
                .map(Finding::subject)
                .toList();
        if (drift.additive()) {
            assertThat(refused).isEmpty();
        } else {
            assertThat(refused).contains(drift.field());
        }
    }

    @ParameterizedTest
    @MethodSource("byDefault")
    void theGuardRefusesWhateverHudiRefusesOrDamages(Drift drift, String operation, Map<String, String> options)
            throws IOException {
        judge(drift, operation, options);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("variants")
    void theGuardRefusesVariantsOfThemToo(Drift drift, String operation, Map<String, String> options)
            throws IOException {
        judge(drift, operation, options);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("byBulkInsert")
    void theGuardRefusesWhateverABulkInsertRefusesOrDamages(Drift drift, String operation, Map<String, String> options)
            throws IOException {
        judge(drift, operation, options);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("withOptions")
    void theGuardRefusesItWithOptionsThatWeakenHudi(Drift drift, String operation, Map<String, String> options)
            throws IOException {
        judge(drift, operation, options);
    }

    private static void judge(Drift drift, String operation, Map<String, String> options) throws IOException {
        Path table = folder.resolve("t" + System.nanoTime());
        copy(template, table);
        long from = operation.equals("upsert") ? STORED - UPSERTED : STORED;
        Dataset<Row> batch = drift.change().apply(rows.where("ts >= " + from + " and ts < " + (from + UPSERTED)));
        Map<String, String> all = new HashMap<>(options(operation));
        all.putAll(options);
        Map<String, String> before = TestHudi.contents(table);

        PreflightReport report = HudiPreflight.on(TestHudi.session()).build().check(batch, all, table.toString());

        assertThat(TestHudi.contents(table)).as("a check changes nothing").isEqualTo(before);
        String harm = harm(batch, all, table);
        record(drift, operation, options, harm, report);
        if (drift.additive()) {
            assertThat(harm).as("an additive change goes through").isEmpty();
            assertThat(report.blockingFindings()).as("the guard lets it").isEmpty();
        } else {
            assertThat(report.blockingFindings())
                    .as("the guard refuses it; without the guard: " + harm)
                    .extracting(Finding::subject)
                    .contains(drift.field());
        }
    }

    /** What the write does without a guard; empty if it goes through and every value reads as it was meant. */
    private static String harm(Dataset<Row> batch, Map<String, String> options, Path table) {
        Map<String, Map<String, String>> expected = new TreeMap<>(stored);
        values(batch, batch.columns()).forEach((id, row) -> {
            Map<String, String> merged = new TreeMap<>(expected.getOrDefault(id, Map.of()));
            merged.putAll(row);
            expected.put(id, merged);
        });
        try {
            batch.write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
        } catch (Exception refused) {
            return "refused: " + refused.getClass().getSimpleName();
        }
        Map<String, Map<String, String>> found;
        try {
            Dataset<Row> read = TestHudi.session().read().format("hudi").load(table.toString());
            String[] columns = Arrays.stream(read.columns())
                    .filter(column -> !column.startsWith("_hoodie_"))
                    .toArray(String[]::new);
            found = values(read, columns);
        } catch (Exception unreadable) {
            return "unreadable afterwards: " + unreadable.getClass().getSimpleName();
        }
        List<String> wrong = new ArrayList<>();
        expected.forEach((id, row) -> row.forEach((column, value) -> {
            String now = found.getOrDefault(id, Map.of()).getOrDefault(column, "absent");
            // A new column or field is null in old rows; that is what additive means.
            if (!now.equals(value) && !withoutNulls(now).equals(withoutNulls(value))) {
                wrong.add(column + " of row " + id + ": " + value + " is now " + now);
            }
        }));
        return wrong.isEmpty() ? "" : "changed: " + wrong.get(0) + (wrong.size() > 1 ? " and more" : "");
    }

    private static String withoutNulls(String json) {
        return json.replaceAll("\"\\w+\":null,|,?\"\\w+\":null", "");
    }

    private static Map<String, Map<String, String>> values(Dataset<Row> frame, String[] columns) {
        Column[] texts = Arrays.stream(columns)
                .map(column ->
                        functions.to_json(functions.struct(functions.col(column).as("v"))))
                .toArray(Column[]::new);
        Map<String, Map<String, String>> values = new TreeMap<>();
        for (Row row : frame.select(functions.array(texts), functions.col("id").cast("string"))
                .collectAsList()) {
            Map<String, String> texted = new TreeMap<>();
            List<String> found = row.getList(0);
            for (int i = 0; i < columns.length; i++) {
                texted.put(columns[i], found.get(i));
            }
            values.put(row.getString(1), texted);
        }
        return values;
    }

    private static Map<String, String> options(String operation) {
        Map<String, String> options = TestHudi.options(operation);
        options.put("hoodie.bulkinsert.shuffle.parallelism", "1");
        options.put("hoodie.upsert.shuffle.parallelism", "1");
        return options;
    }

    private static void record(
            Drift drift, String operation, Map<String, String> options, String harm, PreflightReport report)
            throws IOException {
        String guard = report.blockingFindings().isEmpty()
                ? "passes"
                : "refuses by " + report.blockingFindings().get(0).rule().id();
        Files.writeString(
                Path.of("target", "schema-drift.txt"),
                drift + " | " + operation + " | " + options.keySet() + " | guard " + guard + " | "
                        + (harm.isEmpty() ? "goes through" : harm) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
