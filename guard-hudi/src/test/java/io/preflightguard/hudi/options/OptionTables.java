package io.preflightguard.hudi.options;

import io.preflightguard.Finding;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.RuleCatalog;
import io.preflightguard.config.Repair;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.hudi.TableTemplates;
import io.preflightguard.hudi.TestHudi;
import io.preflightguard.hudi.table.HudiTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Small tables {@code id, p, ts, v} with key {@code id}, path {@code p} and ordering field {@code ts}. */
final class OptionTables {

    static final Set<String> RULES = Set.of(
            RuleCatalog.COMPACTION_NEVER_RUNS.id(),
            RuleCatalog.COMPLEX_KEY_ENCODING_CHANGED.id(),
            RuleCatalog.CONCURRENCY_MODE_WITHOUT_LOCK.id(),
            RuleCatalog.INSERT_OF_STORED_KEY.id(),
            RuleCatalog.LOCK_OF_ONE_PROCESS.id(),
            RuleCatalog.LOCK_WITHOUT_CONCURRENCY_MODE.id(),
            RuleCatalog.ORDERING_FIELD_MISSING.id(),
            RuleCatalog.ORDERING_FIELD_NULL.id(),
            RuleCatalog.ORDERING_FIELD_UNSET.id(),
            RuleCatalog.RECORD_KEY_MOVES_PATH.id(),
            RuleCatalog.RECORD_KEY_REPEATED.id(),
            RuleCatalog.RETENTION_INVERTED.id(),
            RuleCatalog.TABLE_CONFIG_CONFLICT.id(),
            RuleCatalog.TABLE_UPGRADED_BY_WRITE.id());

    private OptionTables() {}

    static boolean isBeforeOne() {
        return HudiTable.hudiVersion().startsWith("0.");
    }

    /** {@code further} alternates names and values; a value of {@code null} takes the option out. */
    static Map<String, String> options(String operation, String... further) {
        Map<String, String> options = new HashMap<>(TestHudi.options(operation));
        for (int i = 0; i < further.length; i += 2) {
            if (further[i + 1] == null) {
                options.remove(further[i]);
            } else {
                options.put(further[i], further[i + 1]);
            }
        }
        return options;
    }

    /** @param values rows such as {@code ('1','A',5,'x')} */
    static Dataset<Row> rows(String... values) {
        return TestHudi.session()
                .sql("select * from values " + String.join(",", values) + " as t(id,p,ts,v)")
                .selectExpr("id", "p", "cast(ts as bigint) as ts", "v");
    }

    static void write(Path table, Dataset<Row> rows, Map<String, String> options) {
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
    }

    /** A table of its own at this path, to which the row {@code 1/A/1/a} was upserted. */
    static void createWithOneRow(Path table) {
        TableTemplates.copy("oneRow", table, template -> write(template, rows("('1','A',1,'a')"), options("upsert")));
    }

    static PreflightReport check(Path table, Dataset<Row> rows, Map<String, String> options) {
        return HudiPreflight.on(TestHudi.session()).build().check(rows, options, table.toString());
    }

    /** Writes with the guard; what it refuses comes back as its report. */
    static PreflightReport guarded(Path table, Dataset<Row> rows, Map<String, String> options) {
        try {
            return HudiPreflight.on(TestHudi.session()).build().write(rows, options, table.toString(), SaveMode.Append);
        } catch (PreflightViolationException refused) {
            return refused.report();
        }
    }

    static PreflightReport repaired(Path table, Dataset<Row> rows, Map<String, String> options) {
        return HudiPreflight.on(TestHudi.session())
                .repair(Repair.APPLY)
                .build()
                .write(rows, options, table.toString(), SaveMode.Append);
    }

    /** The findings of the rules of this room: {@code FAIL RULE subject}. */
    static List<String> findings(PreflightReport report) {
        return report.findings().stream()
                .filter(finding -> RULES.contains(finding.rule().id()))
                .map(OptionTables::line)
                .toList();
    }

    static String line(Finding finding) {
        return finding.severity() + " " + finding.rule().id() + " " + finding.subject();
    }

    /** The rows of a table, {@code id/p/ts/v}, sorted. */
    static List<String> stored(Path table) {
        return texts(table, "concat_ws('/', id, p, ts, v)");
    }

    static List<String> texts(Path table, String expression) {
        return TestHudi.session()
                .read()
                .format("hudi")
                .load(table.toString())
                .selectExpr(expression)
                .as(Encoders.STRING())
                .collectAsList()
                .stream()
                .sorted()
                .toList();
    }

    static String property(Path table, String name) {
        try {
            return Files.readAllLines(table.resolve(".hoodie/hoodie.properties")).stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void replaceInProperties(Path table, String pattern, String with) throws IOException {
        Path file = table.resolve(".hoodie/hoodie.properties");
        Files.writeString(file, Files.readString(file).replaceAll(pattern, with));
        Files.deleteIfExists(table.resolve(".hoodie/.hoodie.properties.crc"));
    }

    /** The folder of the timeline: it moved with table version 8. */
    static Path timeline(Path table) {
        Path folder = table.resolve(".hoodie/timeline");
        return Files.isDirectory(folder) ? folder : table.resolve(".hoodie");
    }

    /** Names of files below a folder that end so. */
    static List<String> files(Path folder, String... endings) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Arrays.stream(endings).anyMatch(name::endsWith))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
