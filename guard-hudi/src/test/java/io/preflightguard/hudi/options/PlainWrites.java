package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes of rows {@code id, p, ts, v} with the options of {@link OptionTables}, as plain values: no table, no row. */
final class PlainWrites {

    static final HudiLine BEFORE_ONE = new HudiLine("0.15.0", 6, false);
    static final HudiLine ONE = new HudiLine("1.0.2", 8, false);
    static final List<HudiLine> LINES = List.of(BEFORE_ONE, ONE);

    private static final TableSchema COLUMNS = new TableSchema(List.of(
            new Field("id", FieldType.Primitive.STRING, true),
            new Field("p", FieldType.Primitive.STRING, true),
            new Field("ts", FieldType.Primitive.LONG, true),
            new Field("v", FieldType.Primitive.STRING, true)));

    private PlainWrites() {}

    /** @param further as in {@link OptionTables#options} */
    static WriteEvidence of(HudiLine hudi, String operation, String... further) {
        return to(Map.of(), hudi, operation, further);
    }

    /** @param table {@code hoodie.properties} of the table that is written to */
    static WriteEvidence to(Map<String, String> table, HudiLine hudi, String operation, String... further) {
        return new WriteEvidence(OptionTables.options(operation, further), table, "", false, COLUMNS, hudi);
    }

    /** What all rules on options and table find, as {@code FAIL RULE subject}. */
    static List<String> findings(WriteEvidence evidence) {
        return OptionRules.onOptions(evidence, Optional.empty()).stream()
                .flatMap(result -> findings(result).stream())
                .toList();
    }

    /** The findings as {@code FAIL RULE subject}. */
    static List<String> findings(CheckResult result) {
        return result.outcome().findings().stream().map(OptionTables::line).toList();
    }
}
