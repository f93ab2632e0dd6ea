package io.preflightguard.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrangedInputTest {

    private static final FileBytes BYTES = FileBytes.ofRows(Estimate.exact(100, Unit.BYTES));

    /** Nine files of a thousand rows and one path of a thousand, by ten tasks. */
    private static final ExpectedRows EXPECTED = ExpectedRows.counted(List.of(
            new PathRows("hot", Estimate.exact(9_000, Unit.COUNT)),
            new PathRows("small", Estimate.exact(1_000, Unit.COUNT))));

    private static final FilePlan PLAN = FilePlanner.plan(EXPECTED, BYTES, 96_000, 10);

    @Test
    void whatLiesAsPlannedFits() {
        assertThat(PLAN.files()).isEqualTo(10);
        assertThat(arranged(9, 1_000, 1_000, 1_000).fits(PLAN, EXPECTED, BYTES)).isTrue();
        assertThat(arranged(10, 900, 900, 1_000).fits(PLAN, EXPECTED, BYTES)).isTrue();
    }

    @Test
    void tooManyFilesDoNotFit() {
        assertThat(arranged(16, 562, 563, 1_000).fits(PLAN, EXPECTED, BYTES)).isFalse();
    }

    @Test
    void aFileThatIsSmallForWantOfAShuffleDoesNotFit() {
        assertThat(arranged(9, 400, 1_000, 1_000).fits(PLAN, EXPECTED, BYTES)).isFalse();
    }

    @Test
    void aFileThatHudiWouldSplitDoesNotFit() {
        assertThat(arranged(8, 1_100, 1_150, 1_150).fits(PLAN, EXPECTED, BYTES)).isFalse();
    }

    @Test
    void aTaskThatIsMuchLongerThanPlannedDoesNotFit() {
        assertThat(arranged(9, 1_000, 1_000, 2_000).fits(PLAN, EXPECTED, BYTES)).isFalse();
    }

    @Test
    void whatWasNotAllCountedDoesNotFit() {
        ExpectedRows sampled = new ExpectedRows(EXPECTED.paths(), Estimate.exact(11_000, Unit.COUNT), 100);

        assertThat(arranged(9, 1_000, 1_000, 1_000).fits(FilePlanner.plan(sampled, BYTES, 96_000, 10), sampled, BYTES))
                .isFalse();
    }

    private static ArrangedInput arranged(long hotFiles, double smallest, double largest, double partition) {
        return new ArrangedInput(
                List.of(
                        new ArrangedInput.PathFiles("hot", hotFiles, smallest, largest),
                        new ArrangedInput.PathFiles("small", 1, 1_000, 1_000)),
                partition);
    }
}
