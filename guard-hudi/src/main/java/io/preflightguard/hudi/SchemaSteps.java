package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.HudiTypes;
import io.preflightguard.hudi.table.TableRules;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.input.InputRules;
import io.preflightguard.schema.avro.AvroSchemas;
import io.preflightguard.schema.Baseline;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.SchemaRules;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.spark.SparkContracts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SaveMode;

/** What can be told from columns and table alone, without reading a row. */
final class SchemaSteps {

    static final String AGAINST_TABLE = "schema: input against table";
    static final String AGAINST_CONTRACT = "schema: input against contract";
    static final String COLUMNS = "input: columns";

    private final WriteRequest request;
    private final TableSchema columns;
    private HudiWrite write;

    SchemaSteps(WriteRequest request) {
        this.request = request;
        this.columns = request.columns();
        this.write = new HudiWrite(request.options(), Map.of());
    }

    /** What the write's options mean, with the table's own settings once that has been looked at. */
    HudiWrite write() {
        return write;
    }

    List<CheckResult> againstTable() throws IOException {
        TableState state = HudiTable.look(request.path(), request.hadoop());
        if (request.mode() != SaveMode.Overwrite) { // which ignores what the old table says of keys
            if (state instanceof TableState.Present present) {
                write = new HudiWrite(request.options(), present.properties());
            } else if (state instanceof TableState.WithoutSchema begun) {
                write = new HudiWrite(request.options(), begun.properties());
            }
        }
        if (write.isDelete() && !(state instanceof TableState.NotHudi || state instanceof TableState.Unsupported)) {
            return List.of(deleteNeedsOnlyKeys(AGAINST_TABLE));
        }
        boolean replaces = request.mode() == SaveMode.Overwrite && write.isReplacedByOverwrite();
        return List.of(TableRules.judge(state, columns, request.path(), replaces), HudiTypes.judge(columns));
    }

    List<CheckResult> againstContract() throws IOException {
        if (write.isDelete()) {
            return List.of(deleteNeedsOnlyKeys(AGAINST_CONTRACT));
        }
        SchemaContract given = request.contract() != null
                ? request.contract()
                : request.config()
                        .contract()
                        .map(file -> SparkContracts.file(file, request.hadoop()))
                        .orElse(null);
        if (given == null) {
            return List.of(new CheckResult(
                    AGAINST_CONTRACT,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_CONFIGURED,
                            "no contract was given",
                            "Give one with .contract(...) or spark.guard.schema.contract.")));
        }
        try {
            ContractVersion latest = given.source().load(History.LATEST).latest();
            TableSchema known = AvroSchemas.parse(latest.schema(), latest.references()).asTable();
            TableSchema incoming = columns.without(field -> field.name().startsWith("_hoodie_"));
            return List.of(
                    SchemaRules.judge(AGAINST_CONTRACT + " " + given.name(), Baseline.CONTRACT, known, incoming));
        } catch (SchemaFormatException unreadable) {
            throw new IOException(
                    "contract " + given.name() + " cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    List<CheckResult> inputColumns() {
        Map<String, String> missing = new TreeMap<>();
        if (write.isDeleteOfPartitions()) {
            return List.of(InputRules.columns(columns, missing, request.config())); // its rows do not matter
        }
        // Hudi matches names exactly, where Spark does not mind their case.
        write.recordKeys().stream()
                .filter(name -> !columns.has(name))
                .forEach(name -> missing.put(name, HudiWrite.RECORD_KEY));
        write.partitionFields().stream()
                .filter(name -> !columns.has(name))
                .forEach(name -> missing.put(name, HudiWrite.PARTITION_PATH));
        request.config().keyColumns().stream()
                .filter(name -> !request.resolves(name))
                .forEach(name -> missing.put(name, "spark.guard.skew.key-columns"));
        return List.of(InputRules.columns(columns, missing, request.config()));
    }

    private static CheckResult deleteNeedsOnlyKeys(String check) {
        return new CheckResult(
                check,
                new Outcome.Skipped(
                        Outcome.SkipReason.NOT_APPLICABLE,
                        "a delete needs no more of a row than its key",
                        "Nothing to do."));
    }
}
