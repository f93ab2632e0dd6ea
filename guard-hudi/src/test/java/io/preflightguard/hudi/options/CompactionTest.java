package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.files;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.repaired;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.timeline;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a merge-on-read table is ever compacted. */
@Tag("long")
class CompactionTest {

    private static final String ASYNC = "hoodie.datasource.compaction.async.enable";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {ASYNC + "=true", "hoodie.compact.inline=false"})
    void whatLooksLikeCompactionNeverCompactsUnlessRepaired(String setting) {
        Map<String, String> options = mergeOnRead(setting.split("=", -1));

        assertThat(findings(check(table, rows("('1','A',0,'v0')"), options)))
                .containsExactly("WARN COMPACTION_NEVER_RUNS " + setting.split("=", -1)[0]);
        for (int i = 0; i < 4; i++) {
            write(table, rows("('1','A'," + i + ",'v" + i + "')"), options);
        }
        assertThat(compactions()).as("without the guard").isEmpty();

        repaired(table, rows("('1','A',5,'v5')"), options);
        assertThat(compactions()).as("repaired").isNotEmpty();
    }

    /** The write does not name the table's type: the table does. */
    @Test
    void theTablesOwnTypeCounts() {
        write(table, rows("('1','A',0,'v0')"), mergeOnRead());

        assertThat(findings(check(table, rows("('1','A',1,'v1')"), options("upsert", ASYNC, "true"))))
                .containsExactly("WARN COMPACTION_NEVER_RUNS " + ASYNC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.compact.inline=true",
                ASYNC + "=false",
                "hoodie.compact.inline=true,hoodie.datasource.compaction.async.enable=true"
            })
    void theGuardStaysQuietWhereTheWriteCompacts(String settings) {
        Map<String, String> options = mergeOnRead(settings.split("[=,]", -1));

        for (int i = 0; i < 4; i++) {
            assertThat(findings(check(table, rows("('1','A'," + i + ",'v" + i + "')"), options)))
                    .isEmpty();
            write(table, rows("('1','A'," + i + ",'v" + i + "')"), options);
        }
        assertThat(compactions()).isNotEmpty();
    }

    @Test
    void aJobOfItsOwnThatCompactsIsTakenAtItsWord() {
        Map<String, String> options =
                mergeOnRead("hoodie.compact.inline", "false", "hoodie.compact.schedule.inline", "true");

        assertThat(findings(check(table, rows("('1','A',0,'v0')"), options))).isEmpty();
        assertThat(findings(check(table, rows("('1','A',0,'v0')"), options("upsert", ASYNC, "true"))))
                .as("copy-on-write")
                .isEmpty();
    }

    /** On merge-on-read, a compaction ends as a commit, any other write as a deltacommit. */
    private List<String> compactions() {
        return files(timeline(table), ".commit");
    }

    private static Map<String, String> mergeOnRead(String... further) {
        Map<String, String> options = options("upsert", further);
        options.put("hoodie.datasource.write.table.type", "MERGE_ON_READ");
        options.put("hoodie.compact.inline.max.delta.commits", "2");
        return options;
    }
}
