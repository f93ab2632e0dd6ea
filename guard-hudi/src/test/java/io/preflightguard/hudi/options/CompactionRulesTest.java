package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.PlainWrites.LINES;
import static io.preflightguard.hudi.options.PlainWrites.ONE;
import static io.preflightguard.hudi.options.PlainWrites.findings;
import static io.preflightguard.hudi.options.PlainWrites.of;
import static io.preflightguard.hudi.options.PlainWrites.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options leave a table uncompacted; {@link CompactionTest} shows on real tables that they do. */
class CompactionRulesTest {

    private static final String TYPE = "hoodie.datasource.write.table.type";
    private static final String INLINE = "hoodie.compact.inline";
    private static final String ASYNC = "hoodie.datasource.compaction.async.enable";
    private static final String SCHEDULE = "hoodie.compact.schedule.inline";

    @ParameterizedTest
    @CsvSource({
        ASYNC + "=true, " + ASYNC,
        INLINE + "=false, " + INLINE,
        INLINE + "=false;" + ASYNC + "=true, " + INLINE,
        INLINE + "=false;" + SCHEDULE + "=false, " + INLINE
    })
    void whatLooksLikeCompactionAndNeverCompactsIsWarnedOf(String settings, String subject) {
        for (HudiLine hudi : LINES) {
            CheckResult result = CompactionRules.judge(mergeOnRead(hudi, settings));

            assertThat(findings(result)).as(hudi.version()).containsExactly("WARN COMPACTION_NEVER_RUNS " + subject);
            assertThat(result.outcome().findings().get(0).remedies())
                    .containsExactly(new Remedy.SetWriteOption(INLINE, "true"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INLINE + "=true",
                ASYNC + "=false",
                INLINE + "=true;" + ASYNC + "=true",
                INLINE + "=false;" + SCHEDULE + "=true"
            })
    void theGuardStaysQuietWhereTheWriteCompactsOrAnotherJobDoes(String settings) {
        for (HudiLine hudi : LINES) {
            assertThat(CompactionRules.judge(mergeOnRead(hudi, settings)).outcome())
                    .as(hudi.version())
                    .isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void theTablesOwnTypeCountsUnlessTheWriteNamesAnother() {
        Map<String, String> table = Map.of("hoodie.table.type", "MERGE_ON_READ");

        assertThat(findings(CompactionRules.judge(to(table, ONE, "upsert", ASYNC, "true"))))
                .containsExactly("WARN COMPACTION_NEVER_RUNS " + ASYNC);
        assertThat(CompactionRules.judge(to(table, ONE, "upsert", ASYNC, "true", TYPE, "COPY_ON_WRITE"))
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void whatWritesNoLogFilesIsNotAsked() {
        for (HudiLine hudi : LINES) {
            assertThat(CompactionRules.judge(of(hudi, "upsert", ASYNC, "true")).outcome())
                    .as("copy-on-write")
                    .isInstanceOf(Outcome.Skipped.class);
            assertThat(CompactionRules.judge(of(hudi, "bulk_insert", TYPE, "MERGE_ON_READ", ASYNC, "true"))
                            .outcome())
                    .isInstanceOf(Outcome.Skipped.class);
        }
    }

    private static WriteEvidence mergeOnRead(HudiLine hudi, String settings) {
        String[] options = Stream.concat(Stream.of(TYPE, "MERGE_ON_READ"), Stream.of(settings.split("[=;]", -1)))
                .toArray(String[]::new);
        return of(hudi, "upsert", options);
    }
}
