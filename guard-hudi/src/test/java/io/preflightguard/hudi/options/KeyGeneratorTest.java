package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.createWithOneRow;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.guarded;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.replaceInProperties;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.stored;
import static io.preflightguard.hudi.options.OptionTables.texts;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.hudi.table.ComplexKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the table that the options contradict, and keys that releases spell in two ways. */
@Tag("main-line")
class KeyGeneratorTest {

    private static final String CLASS = "hoodie.datasource.write.keygenerator.class";
    private static final String COMPLEX = "org.apache.hudi.keygen.ComplexKeyGenerator";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    /** Another column is the key first, and holds what the other releases make of {@code id}: the same stored keys. */
    @Test
    void keysThatAnotherReleaseSpeltAreNeverFoundUnlessTheWriteIsRefused() throws IOException {
        String spelt = ComplexKeys.nameTheirOnlyField() ? "id" : "concat('id:', id)";
        Dataset<Row> first = rows("('1','A',1,'a')").withColumn("k", functions.expr(spelt));
        Dataset<Row> second = rows("('1','A',2,'b')").withColumn("k", functions.expr(spelt));
        write(table, first, options("upsert", CLASS, COMPLEX, "hoodie.datasource.write.recordkey.field", "k"));
        assertThat(texts(table, "_hoodie_record_key")).containsExactly(ComplexKeys.nameTheirOnlyField() ? "1" : "id:1");
        replaceInProperties(table, "hoodie.table.recordkey.fields=k", "hoodie.table.recordkey.fields=id");
        Map<String, String> options = options("upsert", CLASS, COMPLEX);

        assertThat(findings(guarded(table, second, options))).containsExactly("FAIL COMPLEX_KEY_ENCODING_CHANGED id");
        write(table, second, options);
        assertThat(stored(table)).as("without the guard").containsExactly("1/A/1/a", "1/A/2/b");
    }

    @Test
    void keysThatThisReleaseSpeltAreFound() {
        Map<String, String> options = options("upsert", CLASS, COMPLEX);
        write(table, rows("('1','A',1,'a')"), options);

        assertThat(findings(guarded(table, rows("('1','A',2,'b')"), options))).isEmpty();
        assertThat(stored(table)).containsExactly("1/A/2/b");
    }

    @Test
    void valuesThatLookLikeTheOtherSpellingAreLeftAlone() {
        Map<String, String> options = options("upsert", CLASS, COMPLEX);
        write(table, rows("('id:1','A',1,'a')"), options);

        assertThat(findings(guarded(table, rows("('id:1','A',2,'b')"), options)))
                .isEmpty();
        assertThat(stored(table)).containsExactly("id:1/A/2/b");
    }

    @Test
    void anotherNameForTheTableIsRefusedAsByHudi() {
        createWithOneRow(table);
        Map<String, String> options = options("upsert", "hoodie.table.name", "others");

        assertThat(findings(check(table, rows("('1','A',2,'b')"), options)))
                .containsExactly("FAIL TABLE_CONFIG_CONFLICT hoodie.table.name");
        assertThatThrownBy(() -> write(table, rows("('1','A',2,'b')"), options))
                .as("without the guard")
                .hasMessageContaining("others");
    }

    @Test
    void aNameInAnotherCaseIsTheSameTableToHudi() {
        createWithOneRow(table);

        assertThat(findings(guarded(table, rows("('1','A',2,'b')"), options("upsert", "hoodie.table.name", "ORDERS"))))
                .isEmpty();
        assertThat(stored(table)).containsExactly("1/A/2/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.datasource.write.recordkey.field=v",
                "hoodie.datasource.write.partitionpath.field=v",
                "hoodie.datasource.write.precombine.field=v",
                "hoodie.datasource.write.hive_style_partitioning=true",
                "hoodie.datasource.write.partitionpath.urlencode=true",
                CLASS + "=" + COMPLEX
            })
    void whatHudiWouldRefuseTheCheckRefusesToo(String setting) {
        createWithOneRow(table);
        Map<String, String> options = options("upsert", setting.split("=", -1));

        assertThat(findings(check(table, rows("('1','A',2,'b')"), options)))
                .containsExactly("FAIL TABLE_CONFIG_CONFLICT " + setting.split("=", -1)[0]);
        assertThatThrownBy(() -> write(table, rows("('1','A',2,'b')"), options))
                .as("without the guard")
                .hasMessageContaining("Config conflict");
    }

    @Test
    void optionsThatAreLeftToTheTableAreInOrder() {
        createWithOneRow(table);
        Map<String, String> few = options(
                "upsert",
                "hoodie.datasource.write.recordkey.field",
                null,
                "hoodie.datasource.write.partitionpath.field",
                null,
                "hoodie.datasource.write.precombine.field",
                null);

        assertThat(findings(guarded(table, rows("('1','A',2,'b')"), few))).isEmpty();
        assertThat(stored(table)).containsExactly("1/A/2/b");
    }
}
