package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.skew.CoverageCell.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether what is stated about a sample is true, over simulated inputs. The method was chosen on seeds 1 to 200 and is
 * judged on seeds 10,001 to 10,200, by which nothing was chosen.
 */
class SkewCoverageTest {

    private static final int SEEDS = 60;

    /** The layouts and sizes where the method before this one missed most, and those where it had to stay tight. */
    @ParameterizedTest
    @CsvSource({
        "UNIFORM, SHUFFLED, 1000, 8",
        "UNIFORM, SORTED_OVER_ALL_FILES, 1000, 8",
        "ZIPF_08, ONE_TENANT_A_FILE, 1000, 1",
        "ZIPF_15, SORTED_INSIDE_FILES, 64, 8",
        "ONE_AT_1, ONE_TENANT_A_FILE, 64, 8",
        "ONE_AT_5, SHUFFLED, 64, 1",
        "ONE_AT_5, SORTED_OVER_ALL_FILES, 64, 1",
        "ONE_AT_5, ONE_TENANT_A_FILE, 64, 8",
        "ONE_AT_30, SORTED_OVER_ALL_FILES, 64, 8",
        "ONE_AT_90, SHUFFLED, 64, 8",
        "NULLS_AT_40, SORTED_OVER_ALL_FILES, 1000, 8",
        "NULLS_AT_40, SORTED_INSIDE_FILES, 4, 8",
    })
    void whatIsStatedIsTrue(KeyDistribution distribution, KeyLayout layout, int files, int rowGroups) {
        CoverageCell cell = new CoverageCell(distribution, layout, files, rowGroups);

        for (Result result : cell.judge(CoverageTable.FIRST_SEED, SEEDS, CoverageTable.PARTITIONS)) {
            assertThat(result)
                    .as("%s, seeds %s and %s more", cell, CoverageTable.FIRST_SEED, SEEDS - 1)
                    .matches(Result::holds, "holds in at least 94 % of draws and passes wrongly in at most 1 %");
        }
    }

    @Test
    void mixedRowsAreDecidedByTheFirstLook() {
        List<Result> even = new CoverageCell(KeyDistribution.UNIFORM, KeyLayout.SHUFFLED, 1000, 8)
                .judge(CoverageTable.FIRST_SEED, SEEDS, CoverageTable.PARTITIONS);
        List<Result> hot = new CoverageCell(KeyDistribution.ONE_AT_5, KeyLayout.SHUFFLED, 1000, 8)
                .judge(CoverageTable.FIRST_SEED, SEEDS, 200);

        assertThat(even).allSatisfy(result -> {
            assertThat(result.passed()).isEqualTo(1);
            assertThat(result.read()).isEqualTo(8);
            assertThat(result.width()).as("of the largest share's interval").isLessThan(0.002);
        });
        assertThat(hot.get(0).failed()).isEqualTo(1);
    }

    @Test
    @Tag("long")
    void everyCellOfTheTableHolds() throws IOException {
        CoverageTable table = CoverageTable.judge();

        Files.writeString(Path.of("..", "docs", "skew-coverage.md"), table.markdown(), StandardCharsets.UTF_8);
        assertThat(table.rows())
                .allSatisfy(
                        row -> assertThat(row.results()).as("%s", row.cell()).allMatch(Result::holds));
    }
}
