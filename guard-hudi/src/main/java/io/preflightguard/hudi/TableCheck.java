package io.preflightguard.hudi;

import io.preflightguard.PreflightReport;
import io.preflightguard.hudi.options.OptionRules;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.TableFileRules;
import io.preflightguard.sizing.BroadcastRules;
import io.preflightguard.sizing.SettingRules;
import io.preflightguard.spark.PreflightRun;
import java.util.Map;

/** One check of one write, step by step. */
final class TableCheck {

    private TableCheck() {}

    static Checked run(WriteRequest request) {
        SchemaSteps schema = new SchemaSteps(request);
        try (PreflightRun run = PreflightRun.start(request.spark(), request.config(), request.table())) {
            run.check(SchemaSteps.AGAINST_TABLE, schema::againstTable);
            run.check(SchemaSteps.AGAINST_CONTRACT, schema::againstContract);
            run.check(SchemaSteps.COLUMNS, schema::inputColumns);
            OptionSteps options = new OptionSteps(request, schema);
            run.check(OptionSteps.OPTIONS, options::options);
            SampleSteps sample =
                    new SampleSteps(request, schema.write(), schema.requiredBy(), options.orderingFields());
            BroadcastSteps broadcasts = new BroadcastSteps(request);
            run.check(BroadcastRules.CHECK, broadcasts::sides);
            run.check(SampleSteps.ROWS, () -> broadcasts.outgrow() ? broadcasts.unread() : sample.inputRows());
            run.check(SampleSteps.NULLS, () -> sample.nulls(schema.isContractUnread()));
            run.check(SampleSteps.KEYS, sample::skew);
            run.check(OptionRules.ON_ROWS, () -> options.rows(sample));
            run.check(OptionRules.ON_STORED_KEYS, () -> options.storedKeys(sample));
            SizingSteps sizing = new SizingSteps(request, schema.write(), sample);
            run.check(SizingSteps.SIZING, () -> sizing.sizing(schema.existing()));
            run.check(SettingRules.CHECK, sizing::settings);
            UpsertSteps upsert = new UpsertSteps(request, schema.write(), sample, schema.existing());
            run.check(UpsertSteps.TASKS, upsert::tasks);
            run.check(TableFileRules.CHECK, () -> TableFileSteps.files(request, schema.write(), schema.table()));
            PreflightReport report = run.report(
                    request.table(),
                    sample.rowsRead(),
                    sample.knownRows(),
                    Map.of("Spark", request.spark().version(), "Hudi", HudiTable.hudiVersion()));
            return new Checked(report, request.config(), schema.write());
        }
    }
}
