package io.preflightguard.hudi.table;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.schema.MetaColumns;
import io.preflightguard.schema.SchemaPairing;
import io.preflightguard.schema.SchemaRules;
import io.preflightguard.schema.TableSchema;
import java.util.List;

/** Judges the input against what stands at the table's path. Pure. */
public final class TableRules {

    private static final String CHECK = "schema: input against table";

    private TableRules() {}

    /**
     * Judges the input.
     *
     * @param effect what the write does to a table; the schema of one that is replaced or left alone does not bind
     */
    public static CheckResult judge(TableState state, TableSchema input, String path, WriteEffect effect) {
        if (state instanceof TableState.Absent) {
            return skipped("there is no table at " + path + " yet; the write creates it", "Nothing to do.");
        }
        if (state instanceof TableState.NotHudi) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Violated(List.of(Finding.of(
                            RuleCatalog.TABLE_NOT_HUDI,
                            path,
                            "holds files but no Hudi table; Hudi would mix its own among them",
                            new Described("no .hoodie/hoodie.properties"),
                            new Limit(new Described("a Hudi table, or nothing"), "Hudi"),
                            "Check the path, or empty it."))));
        }
        if (effect == WriteEffect.REPLACES) {
            return skipped("this write replaces the table", "Nothing to do.");
        }
        if (effect == WriteEffect.NONE) {
            return skipped(
                    "there is a table at " + path + ", and SaveMode.Ignore and SaveMode.ErrorIfExists write nothing to"
                            + " one; Hudi 0.15.0 and 1.0.2 end either write with an error",
                    "Write with SaveMode.Append to add to the table.");
        }
        if (state instanceof TableState.Unsupported unsupported) {
            return new CheckResult(CHECK, new Outcome.Violated(List.of(unsupported(unsupported, path))));
        }
        if (state instanceof TableState.Damaged damaged) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Violated(List.of(TableFileRules.damaged(path, damaged.file(), damaged.problem()))));
        }
        if (!(state instanceof TableState.Present present)) {
            return skipped("the table at " + path + " has no completed commit, so no schema", "Nothing to do.");
        }
        return SchemaRules.judge(
                CHECK, SchemaPairing.INPUT_AND_TABLE, withoutMeta(present.schema()), withoutMeta(input));
    }

    private static Finding unsupported(TableState.Unsupported state, String path) {
        boolean tooNew = state.version() > state.newestKnown();
        int limit = tooNew ? state.newestKnown() : state.oldestKnown();
        return Finding.of(
                RuleCatalog.TABLE_VERSION_UNSUPPORTED,
                path,
                "has table version " + state.version() + "; the running Hudi opens "
                        + (tooNew ? "up to " : "none before ") + limit,
                Estimate.exact(state.version(), Unit.COUNT),
                new Limit(Estimate.exact(limit, Unit.COUNT), "the running Hudi"),
                tooNew
                        ? "Run the job with the Hudi that wrote the table, or a newer one."
                        : "Let a write by Hudi 0.15 upgrade the table to version 6 first.");
    }

    private static TableSchema withoutMeta(TableSchema schema) {
        return schema.without(field -> MetaColumns.isMeta(field.name()));
    }

    private static CheckResult skipped(String why, String wayOut) {
        return new CheckResult(CHECK, new Outcome.Skipped(Outcome.SkipReason.NOT_APPLICABLE, why, wayOut));
    }
}
