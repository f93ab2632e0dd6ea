package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.PlainWrites.LINES;
import static io.preflightguard.hudi.options.PlainWrites.findings;
import static io.preflightguard.hudi.options.PlainWrites.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All rules of this room on options and table; {@link QuickstartTest} writes what is asked here. */
class OptionRulesTest {

    private static final String TYPE = "hoodie.datasource.write.table.type";

    @ParameterizedTest
    @CsvSource({"COPY_ON_WRITE", "MERGE_ON_READ"})
    void nothingIsFoundInTheOptionsOfTheQuickstart(String type) {
        Map<String, String> keyed = Map.of(
                "hoodie.table.name", "orders",
                "hoodie.table.type", type,
                "hoodie.table.recordkey.fields", "id",
                "hoodie.table.partition.fields", "p",
                "hoodie.table.precombine.field", "ts");
        Map<String, String> keyless =
                Map.of("hoodie.table.name", "orders", "hoodie.table.type", type, "hoodie.table.partition.fields", "p");
        String[] withoutKey = {
            TYPE,
            type,
            "hoodie.datasource.write.recordkey.field",
            null,
            "hoodie.datasource.write.precombine.field",
            null
        };

        for (HudiLine hudi : LINES) {
            for (String operation : List.of("insert", "upsert", "delete", "insert_overwrite", "bulk_insert")) {
                for (Map<String, String> table : List.of(Map.<String, String>of(), keyed)) {
                    assertThat(findings(to(table, hudi, operation, TYPE, type)))
                            .as("%s on %s", operation, hudi.version())
                            .isEmpty();
                }
                for (Map<String, String> table : List.of(Map.<String, String>of(), keyless)) {
                    assertThat(findings(to(table, hudi, operation, withoutKey)))
                            .as("%s without a key on %s", operation, hudi.version())
                            .isEmpty();
                }
            }
        }
    }
}
