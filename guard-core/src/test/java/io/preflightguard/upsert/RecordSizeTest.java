package io.preflightguard.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.upsert.PastWrite.Action;
import io.preflightguard.upsert.PastWrite.WrittenFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordSizeTest {

    private static final long LARGE = 101L << 20;

    @ParameterizedTest
    @EnumSource(HudiLine.class)
    void aNewTableGoesByTheOption(HudiLine line) {
        assertThat(RecordSize.of(List.of(), Settings.on(line))).isEqualTo(new RecordSize(1_024, false));
    }

    @ParameterizedTest
    @EnumSource(HudiLine.class)
    void smallWritesTeachNothing(HudiLine line) {
        assertThat(RecordSize.of(List.of(commit(50L << 20, 1_000)), Settings.on(line)))
                .isEqualTo(new RecordSize(1_024, false));
    }

    @Test
    void theOldLineTakesTheNewestLargeWrite() {
        List<PastWrite> writes = List.of(commit(1_000, 1), commit(LARGE, LARGE / 10), commit(LARGE, LARGE / 1_000));

        assertThat(RecordSize.of(writes, Settings.on(HudiLine.V0))).isEqualTo(new RecordSize(11, true));
    }

    @Test
    void theNewLineTakesTheLargeOnesAmongTheNewestFive() {
        PastWrite small = commit(1_000, 1);
        List<PastWrite> writes = List.of(
                small, commit(200 * LARGE, 200), commit(100 * LARGE, 100), small, small, commit(LARGE, 10 * LARGE));

        assertThat(RecordSize.of(writes, Settings.on(HudiLine.V1))).isEqualTo(new RecordSize(LARGE, true));
    }

    @Test
    void aDeltaCommitCountsByItsBaseFilesTogetherOrOneByOne() {
        PastWrite delta = new PastWrite(
                Action.DELTA_COMMIT,
                List.of(
                        new WrittenFile(true, 60L << 20, 60 << 10),
                        new WrittenFile(true, 60L << 20, 60 << 10),
                        new WrittenFile(false, LARGE, 10)));

        assertThat(RecordSize.of(List.of(delta), Settings.on(HudiLine.V0))).isEqualTo(new RecordSize(1_024, true));
        assertThat(RecordSize.of(List.of(delta), Settings.on(HudiLine.V1))).isEqualTo(new RecordSize(1_024, false));
    }

    @Test
    void onlyTheOldLineLearnsFromAReplacement() {
        PastWrite clustering = new PastWrite(Action.REPLACE_COMMIT, List.of(new WrittenFile(true, LARGE, LARGE / 8)));

        assertThat(RecordSize.of(List.of(clustering), Settings.on(HudiLine.V0)).bytes())
                .isEqualTo(8);
        assertThat(RecordSize.of(List.of(clustering), Settings.on(HudiLine.V1)).bytes())
                .isEqualTo(1_024);
    }

    private static PastWrite commit(long bytes, long rows) {
        return new PastWrite(Action.COMMIT, List.of(new WrittenFile(true, bytes, rows)));
    }
}
