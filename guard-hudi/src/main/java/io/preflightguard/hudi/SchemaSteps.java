package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.table.BaseFiles;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.HudiTypes;
import io.preflightguard.hudi.table.TableRules;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.hudi.table.WriteEffect;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.input.InputRules;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.MetaColumns;
import io.preflightguard.schema.RequiredFields;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.SchemaPairing;
import io.preflightguard.schema.SchemaRules;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.schema.avro.AvroSchemas;
import io.preflightguard.spark.SparkContracts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;

/** What can be told from columns and table alone, without reading a row. */
final class SchemaSteps {

    static final String AGAINST_TABLE = "schema: input against table";
    static final String AGAINST_CONTRACT = "schema: input against contract";
    static final String CONTRACT_AGAINST_TABLE = "schema: contract against table";
    static final String CONTRACT_ITSELF = "schema: contract on this Hudi";
    static final String COLUMNS = "input: columns";

    private final WriteRequest request;
    private final TableSchema columns;
    private final Map<String, String> requiredBy = new TreeMap<>();
    private HudiWrite write;
    private boolean contractUnread;
    private Map<String, String> tableSettings = Map.of();
    private String storedVersion = "";
    private boolean isTableKnown;

    /** What stands at the path, once that has been looked at. */
    private @Nullable TableState table;

    /** The table's columns, where there is a table and the write does not replace it. */
    private @Nullable TableSchema tableColumns;

    private @Nullable ExistingFiles existing;

    SchemaSteps(WriteRequest request) {
        this.request = request;
        this.columns = request.columns();
        this.write = new HudiWrite(request.options(), Map.of());
    }

    /** What the write adds to; null if the table could not be opened. */
    @Nullable
    ExistingFiles existing() {
        return existing;
    }

    /** What the write's options mean, with the table's own settings once that has been looked at. */
    HudiWrite write() {
        return write;
    }

    /** {@code hoodie.properties} of the table that the write adds to; empty if it creates or replaces the table. */
    Map<String, String> tableSettings() {
        return tableSettings;
    }

    /** The version of the table at the path, whatever becomes of it; empty if there is none. */
    String storedVersion() {
        return storedVersion;
    }

    /** Whether it could be told what the write adds to, if anything. */
    boolean isTableKnown() {
        return isTableKnown;
    }

    List<CheckResult> againstTable() throws IOException {
        TableState state = HudiTable.look(
                request.path(), request.hadoop(), request.config().timeBudget());
        table = state;
        isTableKnown = !isNoTableToWriteTo(state);
        Map<String, String> stored = Map.of();
        if (state instanceof TableState.Present present) {
            stored = present.properties();
        } else if (state instanceof TableState.WithoutSchema begun) {
            stored = begun.properties();
        }
        storedVersion = stored.getOrDefault("hoodie.table.version", stored.isEmpty() ? "" : "0");
        if (request.mode() != SaveMode.Overwrite) { // which ignores what the old table says of keys
            tableSettings = stored;
            write = new HudiWrite(request.options(), tableSettings);
        }
        if (write.isDelete() && !isNoTableToWriteTo(state)) {
            return write.isDeleteOfPartitions()
                    ? List.of(deleteNeedsOnlyKeys(AGAINST_TABLE))
                    : List.of(deleteNeedsOnlyKeys(AGAINST_TABLE), stored(state, false));
        }
        WriteEffect effect = effect();
        boolean replaces = effect == WriteEffect.REPLACES;
        isTableKnown = isTableKnown || (replaces && !(state instanceof TableState.NotHudi));
        existing = replaces ? ExistingFiles.NONE : ExistingFiles.of(state);
        CheckResult comparison = TableRules.judge(state, columns, request.path(), effect);
        if (state instanceof TableState.Present present && !replaces) {
            tableColumns = withoutMeta(present.schema());
            require(tableColumns, SchemaPairing.INPUT_AND_TABLE.known());
        }
        return List.of(
                comparison,
                HudiTypes.judge(columns),
                WriteOptionRules.judge(write, comparison),
                stored(state, replaces));
    }

    /** Whether the write deletes what stands at the path and makes a table anew. */
    boolean isReplaced() {
        return effect() == WriteEffect.REPLACES;
    }

    private WriteEffect effect() {
        if (request.mode() == SaveMode.Overwrite && write.isReplacedByOverwrite() && !write.isDelete()) {
            return WriteEffect.REPLACES;
        }
        return TableFileSteps.leavesTablesAlone(request.mode()) ? WriteEffect.NONE : WriteEffect.ADDS;
    }

    private static boolean isNoTableToWriteTo(TableState state) {
        return state instanceof TableState.NotHudi
                || state instanceof TableState.Unsupported
                || state instanceof TableState.Damaged;
    }

    /** What stands at the path; null if it could not be looked at. */
    @Nullable
    TableState table() {
        return table;
    }

    /** A delete rewrites files, too: what it leaves of them is read and written again. */
    private CheckResult stored(TableState state, boolean replaces) throws IOException {
        if (write.isBulkInsert()) {
            return StoredFormRules.left(write, columns);
        }
        if (replaces || !(state instanceof TableState.Present present) || !StoredFormRules.concerns(present.schema())) {
            return new CheckResult(
                    StoredFormRules.CHECK,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_APPLICABLE,
                            "the write rewrites no file with a list or a small decimal",
                            "Nothing to do."));
        }
        return StoredFormRules.stored(BaseFiles.look(request.path(), request.hadoop()));
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
        contractUnread = true;
        ContractVersion latest = given.source().load(History.LATEST).latest();
        try {
            DeclaredSchema contract = AvroSchemas.parse(latest.schema(), latest.references());
            return againstContract(given.name(), contract);
        } catch (SchemaFormatException unreadable) {
            throw new IOException(
                    "contract " + given.name() + " cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<CheckResult> againstContract(String name, DeclaredSchema contract) {
        TableSchema declared = withoutMeta(contract.asTable());
        contractUnread = false;
        require(declared, SchemaPairing.INPUT_AND_CONTRACT.known());
        List<CheckResult> results = new ArrayList<>();
        results.add(SchemaRules.judge(
                AGAINST_CONTRACT + " " + name, SchemaPairing.INPUT_AND_CONTRACT, declared, withoutMeta(columns)));
        if (tableColumns != null) {
            results.add(SchemaRules.judge(
                    CONTRACT_AGAINST_TABLE, SchemaPairing.CONTRACT_AND_TABLE, tableColumns, declared));
        }
        results.add(ContractRules.onHudi(CONTRACT_ITSELF, contract, HudiTable.hudiVersion()));
        return results;
    }

    /** What the table or the contract requires and the input does not promise; the contract is the stricter word. */
    private void require(TableSchema known, String source) {
        RequiredFields.unpromised(known, withoutMeta(columns)).forEach(path -> requiredBy.put(path, source));
    }

    /** Whether there is a contract, and what it requires is not known. */
    boolean isContractUnread() {
        return contractUnread;
    }

    /** By path, who requires a value there. Complete once table and contract have been looked at. */
    Map<String, String> requiredBy() {
        return Map.copyOf(requiredBy);
    }

    private static TableSchema withoutMeta(TableSchema schema) {
        return schema.without(field -> MetaColumns.isMeta(field.name()));
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
