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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A timeline that is cut before the cleaner has its commits, in small: 3 kept of the 4 that are retained. */
@Tag("long")
class RetentionTest {

    private static final String MOST_KEPT = "hoodie.keep.max.commits";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @Test
    void filesAreNeverCleanedUnlessRepaired() {
        Map<String, String> options = options(
                "upsert", MOST_KEPT, "3", "hoodie.keep.min.commits", "2", "hoodie.cleaner.commits.retained", "4");

        assertThat(findings(check(table, rows("('1','A',0,'v')"), options)))
                .containsExactly("WARN RETENTION_INVERTED " + MOST_KEPT);
        for (int i = 0; i < 8; i++) {
            write(table, rows("('1','A'," + i + ",'v')"), options);
        }
        assertThat(files(timeline(table), ".clean"))
                .as("cleans without the guard")
                .isEmpty();
        assertThat(files(table.resolve("A"), ".parquet"))
                .as("versions of one file")
                .hasSize(8);
        assertThat(files(timeline(table), ".commit"))
                .as("commits on the timeline")
                .hasSizeLessThan(4);

        for (int i = 8; i < 16; i++) {
            repaired(table, rows("('1','A'," + i + ",'v')"), options);
        }
        assertThat(files(timeline(table), ".clean")).as("cleans, repaired").isNotEmpty();
        assertThat(files(table.resolve("A"), ".parquet"))
                .as("versions of one file")
                .hasSizeLessThan(8);
    }

    @Test
    void theGuardStaysQuietWhereHudiStretchesTheTimeline() {
        assertThat(findings(check(
                        table,
                        rows("('1','A',0,'v')"),
                        options("upsert", MOST_KEPT, "5", "hoodie.keep.min.commits", "2"))))
                .as("default retention")
                .containsExactly("WARN RETENTION_INVERTED " + MOST_KEPT);
        Map<String, String> options = options(
                "upsert", MOST_KEPT, "4", "hoodie.keep.min.commits", "2", "hoodie.cleaner.commits.retained", "3");
        for (int i = 0; i < 8; i++) {
            write(table, rows("('1','A'," + i + ",'v')"), options);
        }

        assertThat(findings(check(table, rows("('1','A',9,'v')"), options))).isEmpty();
        assertThat(files(timeline(table), ".clean")).isNotEmpty();
        assertThat(findings(check(
                        table,
                        rows("('1','A',9,'v')"),
                        options("upsert", MOST_KEPT, "5", "hoodie.cleaner.policy", "KEEP_LATEST_BY_HOURS"))))
                .isEmpty();
        assertThat(findings(check(table, rows("('1','A',9,'v')"), options("upsert"))))
                .isEmpty();
    }
}
