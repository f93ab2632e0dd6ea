package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.write.HudiWrite;
import java.util.ArrayList;
import java.util.List;

/** Judges write options that take away what protects the table's schema; measured on Hudi 0.15.0 and 1.0.2. Pure. */
final class WriteOptionRules {

    static final String CHECK = "schema: write options";

    private static final String RECONCILE = "hoodie.datasource.write.reconcile.schema";
    private static final String SET_NULL = "hoodie.write.set.null.for.missing.columns";
    private static final String COLUMN_DROP = "hoodie.datasource.write.schema.allow.auto.evolution.column.drop";
    private static final String VALIDATE = "hoodie.avro.schema.validate";

    private WriteOptionRules() {}

    /**
     * Judges the options of a write.
     *
     * @param comparison what became of the input against the table
     */
    static CheckResult judge(HudiWrite write, CheckResult comparison) {
        List<Finding> findings = new ArrayList<>();
        if (write.isOn(RECONCILE)) {
            findings.add(
                    weakened(RECONCILE, "lets a missing column through, and updated rows lose its values to null"));
        }
        if (write.isOn(SET_NULL)) {
            findings.add(weakened(
                    SET_NULL, "lets a missing or renamed column through, and updated rows lose its values to null"));
        }
        if (write.isOn(COLUMN_DROP)) {
            findings.add(weakened(COLUMN_DROP, "lets columns be dropped, and types change as no reader expects"));
        }
        boolean nestedLoss = comparison.outcome().findings().stream()
                .anyMatch(finding -> finding.rule().equals(RuleCatalog.FIELD_REMOVED)
                        && finding.subject().contains("."));
        if (write.isOn(VALIDATE) && nestedLoss) {
            findings.add(weakened(
                    VALIDATE, "lets a field inside a struct be removed from the table, unreadable for all rows"));
        }
        return new CheckResult(CHECK, Outcome.of("4 options that weaken Hudi's own check", findings));
    }

    private static Finding weakened(String option, String consequence) {
        return Finding.of(
                RuleCatalog.SCHEMA_CHECK_WEAKENED,
                option,
                consequence,
                new Described("true"),
                new Limit(new Described("false"), "Hudi's default"),
                "Take the option out of the write.");
    }
}
