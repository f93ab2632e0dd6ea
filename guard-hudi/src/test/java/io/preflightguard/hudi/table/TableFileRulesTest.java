package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a missing file is said to cost is what it costs. */
class TableFileRulesTest {

    private static final FileSliceState OLDER_OF_F = slice("f", "p/f_0-1-1_001.parquet");

    @Test
    void rowsAreGoneOnlyWhereNoOtherVersionIsLeft() {
        assertThat(consequence(List.of(), "p/f_0-1-1_002.parquet"))
                .endsWith("its rows are gone without a word, and an upsert would insert its keys once more");
        assertThat(consequence(List.of(slice("f1", "p/f1_0-1-1_001.parquet")), "p/f_0-1-1_002.parquet"))
                .contains("its rows are gone");
        assertThat(consequence(List.of(slice("f", "")), "p/f_0-1-1_002.parquet"))
                .as("log files alone are left")
                .contains("its rows are gone");
        assertThat(consequence(List.of(OLDER_OF_F), "p/f_0-1-1_002.parquet"))
                .endsWith("still needs: readers see older values without a word");
        assertThat(consequence(List.of(), "p/.f_001.log.1_0-1-1"))
                .endsWith("still needs: readers see older values without a word");
    }

    @Test
    void theWorstOfSeveralIsNamed() {
        assertThat(consequence(List.of(OLDER_OF_F), "p/f_0-1-1_002.parquet", "p/g_0-1-1_002.parquet"))
                .startsWith("p/g_0-1-1_002.parquet (of commit 002) and 1 other file are missing")
                .contains("its rows are gone");
    }

    @Test
    void whereNoCommitSaysWhatThereMustBeNothingHasPassed() {
        assertThat(TableFileRules.judge(new TableFiles(List.of(), List.of(), 0, 0), "s3://lake/orders")
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
        assertThat(TableFileRules.judge(new TableFiles(List.of(OLDER_OF_F), List.of(), 0, 3), "s3://lake/orders")
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    private static String consequence(List<FileSliceState> slices, String... missing) {
        CheckResult result = TableFileRules.judge(
                new TableFiles(
                        slices,
                        Arrays.stream(missing)
                                .map(path -> new MissingFile(path, "002"))
                                .toList(),
                        2,
                        2),
                "s3://lake/orders");
        Finding finding = result.outcome().findings().get(0);
        return finding.message();
    }

    private static FileSliceState slice(String fileId, String baseFile) {
        return new FileSliceState("p", fileId, "001", baseFile.isEmpty() ? 0 : 100, 7L, 0, 0, false, baseFile);
    }
}
