package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.guarded;
import static io.preflightguard.hudi.options.OptionTables.isBeforeOne;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.property;
import static io.preflightguard.hudi.options.OptionTables.repaired;
import static io.preflightguard.hudi.options.OptionTables.replaceInProperties;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.stored;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Finding;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.RuleCatalog;
import io.preflightguard.config.Repair;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.hudi.TableTemplates;
import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of version 6, as Hudi 0.14 and 0.15 write it, and one of version 5. */
class UpgradeTest {

    private static final String VERSION = "hoodie.table.version";
    private static final String WRITTEN_VERSION = "hoodie.write.table.version";

    @TempDir
    Path folder;

    private Path table;
    private final Map<String, String> plain = options("upsert");

    @BeforeEach
    void createTheTable() {
        table = folder.resolve("orders");
        TableTemplates.copy(
                "version6",
                table,
                template ->
                        write(template, first(), options("upsert", WRITTEN_VERSION, "6"))); // Hudi 0.15 writes no other
        assertThat(property(table, VERSION)).isEqualTo("6");
    }

    @Test
    void hudiOneRaisesTheVersionUnlessRefusedOrRepaired() {
        if (isBeforeOne()) {
            assertThat(findings(guarded(table, second(), plain))).isEmpty();
            assertThat(property(table, VERSION)).isEqualTo("6");
            return;
        }
        assertThat(findings(guarded(table, second(), plain)))
                .containsExactly("FAIL TABLE_UPGRADED_BY_WRITE " + VERSION);
        assertThat(property(table, VERSION)).isEqualTo("6");

        repaired(table, second(), plain);
        assertThat(property(table, VERSION)).as("repaired").isEqualTo("6");
        assertThat(stored(table)).containsExactly("1/A/2/b");

        write(table, second(), plain);
        assertThat(property(table, VERSION)).as("without the guard").isEqualTo("8");
        assertThat(findings(check(table, second(), plain)))
                .as("once it is raised")
                .isEmpty();
    }

    @Test
    void anOverwriteLeavesATableOfTheNewerVersionUnlessRefusedOrRepaired() {
        if (isBeforeOne()) {
            assertThat(findings(overwritten(Repair.OFF))).isEmpty();
            return;
        }
        assertThat(findings(overwritten(Repair.OFF))).containsExactly("FAIL TABLE_UPGRADED_BY_WRITE " + VERSION);
        overwritten(Repair.APPLY);
        assertThat(property(table, VERSION)).as("repaired").isEqualTo("6");

        second().write().format("hudi").options(plain).mode(SaveMode.Overwrite).save(table.toString());
        assertThat(property(table, VERSION)).as("without the guard").isEqualTo("8");
    }

    @Test
    void anOverwriteThatKeepsTheTableMayKeepItsVersion() {
        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .build()
                .check(
                        second(),
                        options("insert_overwrite_table", "hoodie.write.auto.upgrade", "false"),
                        table.toString(),
                        SaveMode.Overwrite);

        assertThat(findings(report)).isEmpty();
    }

    private PreflightReport overwritten(Repair repair) {
        try {
            return HudiPreflight.on(TestHudi.session())
                    .repair(repair)
                    .build()
                    .write(second(), plain, table.toString(), SaveMode.Overwrite);
        } catch (PreflightViolationException refused) {
            return refused.report();
        }
    }

    @Test
    void whoDecidedOnTheVersionIsLeftAlone() {
        assertThat(findings(check(table, second(), options("upsert", WRITTEN_VERSION, "6"))))
                .isEmpty();
        assertThat(findings(check(table, second(), options("upsert", "hoodie.write.auto.upgrade", "true"))))
                .isEmpty();
        assertThat(findings(check(table, second(), options("upsert", "hoodie.write.auto.upgrade", "false"))))
                .isEmpty();
    }

    /** Hudi 0.15.0 raises it and has no option against that; 1.0.2 refuses by itself, and does not say how to go on. */
    @Test
    void aTableOfVersionFiveIsRaisedOrRefusedByHudi() throws IOException {
        replaceInProperties(table, VERSION + "=6", VERSION + "=5");

        if (isBeforeOne()) {
            assertThat(findings(check(table, second(), plain)))
                    .containsExactly("WARN TABLE_UPGRADED_BY_WRITE " + VERSION);
            write(table, second(), plain);
            assertThat(property(table, VERSION)).as("without the guard").isEqualTo("6");
        } else {
            assertThat(check(table, second(), plain).blockingFindings())
                    .extracting(Finding::rule)
                    .containsExactly(RuleCatalog.TABLE_VERSION_UNSUPPORTED);
            assertThatThrownBy(() -> write(table, second(), plain))
                    .as("without the guard")
                    .hasMessageContaining("upgrade table from version FIVE");
        }
    }

    private static Dataset<Row> first() {
        return rows("('1','A',1,'a')");
    }

    private static Dataset<Row> second() {
        return rows("('1','A',2,'b')");
    }
}
