package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.guarded;
import static io.preflightguard.hudi.options.OptionTables.isBeforeOne;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.property;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.stored;
import static io.preflightguard.hudi.options.OptionTables.texts;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The field that says which of two rows is the later: missing, null or not stated. */
@Tag("main-line")
class OrderingFieldTest {

    private static final String FIELD = OrderingRules.FIELD;

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @Test
    void anUpsertWithoutTheFieldFailsInATaskUnlessRefusedBefore() {
        Map<String, String> options = options("upsert", FIELD, "changed_at");

        assertThat(findings(guarded(table, rows("('1','A',1,'a')"), options)))
                .containsExactly("FAIL ORDERING_FIELD_MISSING changed_at");
        assertThatThrownBy(() -> write(table, rows("('1','A',1,'a')"), options))
                .as("without the guard")
                .hasStackTraceContaining("SparkException")
                .hasStackTraceContaining("changed_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "bulk_insert"})
    void aLoadWithoutTheFieldSpoilsEveryLaterUpsertUnlessRefused(String operation) {
        Map<String, String> options = options(operation, FIELD, "changed_at");

        assertThat(findings(guarded(table, rows("('1','A',1,'a')"), options)))
                .containsExactly("FAIL ORDERING_FIELD_MISSING changed_at");
        write(table, rows("('1','A',1,'a')"), options);
        assertThat(property(table, "hoodie.table.precombine.field"))
                .as("without the guard")
                .isEqualTo("changed_at");
        assertThatThrownBy(() -> write(table, rows("('1','A',2,'b')"), options("upsert")))
                .hasMessageContaining("changed_at");
    }

    @Test
    void nullsFailAnUpsertInATaskAndAreStoredByAnInsert() {
        Dataset<Row> nulls = rows("('1','A',cast(null as bigint),'a')", "('2','A',1,'a')");

        assertThat(findings(guarded(table, nulls, options("upsert")))).containsExactly("FAIL ORDERING_FIELD_NULL ts");
        assertThatThrownBy(() -> write(table, nulls, options("upsert")))
                .as("without the guard")
                .hasStackTraceContaining("Could not create payload");

        assertThat(findings(guarded(table, nulls, options("insert")))).containsExactly("WARN ORDERING_FIELD_NULL ts");
        assertThat(stored(table)).containsExactly("1/A/a", "2/A/1/a");
    }

    /** Hudi 0.15.0 asks for a column ts where no field is stated; 1.0.2 does without. */
    @Test
    void whereNoFieldIsStatedTheLinesDiffer() {
        Dataset<Row> first = rows("('1','A',1,'a')", "('1','A',2,'b')").withColumnRenamed("ts", "at");
        Dataset<Row> second = rows("('1','A',2,'b')", "('1','A',1,'a')").withColumnRenamed("ts", "at");
        Map<String, String> options = options("upsert", FIELD, null);

        if (isBeforeOne()) {
            assertThat(findings(guarded(table, first, options))).containsExactly("FAIL ORDERING_FIELD_MISSING ts");
            assertThatThrownBy(() -> write(table, first, options))
                    .as("without the guard")
                    .hasStackTraceContaining("ts(Part -ts) field not found in record");
            return;
        }
        assertThat(findings(check(table, first, options))).containsExactly("WARN ORDERING_FIELD_UNSET id");
        write(table, first.coalesce(1), options);
        Path other = folder.resolve("other");
        write(other, second.coalesce(1), options);
        assertThat(texts(table, "v"))
                .as("the same rows in another order, without the guard")
                .isNotEqualTo(texts(other, "v"));
        assertThat(findings(check(other, first.where("v = 'a'"), options))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "insert", "bulk_insert"})
    void theGuardStaysQuietWhereTheFieldIsInOrder(String operation) {
        assertThat(findings(guarded(table, rows("('1','A',1,'a')", "('2','A',1,'a')"), options(operation))))
                .isEmpty();
        assertThat(findings(guarded(table, rows("('1','A',3,'c')", "('1','A',2,'b')"), options("upsert"))))
                .isEmpty();
        assertThat(stored(table)).containsExactly("1/A/3/c", "2/A/1/a");
    }
}
