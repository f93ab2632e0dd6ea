package io.preflightguard.hudi.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.hudi.write.RecordShuffle;
import io.preflightguard.hudi.write.RecordWrite;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hudi.common.model.EmptyHoodieRecordPayload;
import org.apache.hudi.common.model.HoodieAvroRecord;
import org.apache.hudi.common.model.HoodieKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapTasksTest {

    private static final int ROWS = 400;

    @ParameterizedTest
    @EnumSource(RecordShuffle.class)
    void everyRecordIsInOneBlock(RecordShuffle shuffle) {
        MapTasks tasks = tasks(shuffle, List.of(shuffle), ROWS);

        assertThat(tasks.blocks().stream().flatMap(List::stream)).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(tasks.share()).as("as many rows as the write has").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RecordShuffle.class)
    void blocksOfADrawAreSmallerOrFewer(RecordShuffle shuffle) {
        boolean hasPaths = shuffle == RecordShuffle.BY_PATH || shuffle == RecordShuffle.REPARTITION;
        // A lookup has as many reducers as the input has partitions; a block of a single reducer is all that is left.
        int reducers = shuffle == RecordShuffle.TAG ? 2 : 4;

        MapTasks tasks = tasks(shuffle, List.of(shuffle), 40.0 * ROWS);

        assertThat(tasks.share()).isCloseTo(hasPaths ? 1 / 40.0 : reducers / 40.0, within(1e-9));
        assertThat(tasks.blocks()).hasSize(hasPaths ? 4 : 2);
    }

    @Test
    void aTaskThatCombinesWritesByTheHashOfTheKey() {
        MapTasks tasks = tasks(RecordShuffle.COMBINE, List.of(RecordShuffle.COMBINE), ROWS);

        assertThat(tasks.blocks()).allSatisfy(block -> assertThat(block)
                .isSortedAccordingTo(Comparator.comparingInt(pair -> pair.key().hashCode())));
    }

    @Test
    void aSortGivesEachReducerARangeOfKeys() {
        MapTasks tasks = tasks(RecordShuffle.BY_SORT_KEY, List.of(RecordShuffle.BY_SORT_KEY), ROWS);

        assertThat(tasks.blocks()).as("four ranges in each of two map tasks").hasSize(8);
    }

    @Test
    void aLargePathIsDealtOutToSeveralFiles() {
        List<RecordShuffle> insert = List.of(RecordShuffle.REPARTITION);

        assertThat(tasks(RecordShuffle.REPARTITION, insert, ROWS, 50).blocks())
                .as("four files of each of two paths in each of two map tasks")
                .hasSize(16);
        assertThat(tasks(RecordShuffle.REPARTITION, insert, 40.0 * ROWS, 1_000).blocks())
                .as("of eight files of a path the draw has records for one")
                .hasSize(4);
        assertThat(tasks(RecordShuffle.REPARTITION, insert, 40.0 * ROWS, 1_000).share())
                .as("which has a fortieth of a path's records, and a real one an eighth")
                .isCloseTo(8 / 40.0, within(1e-9));
    }

    @Test
    void behindTheCombiningShuffleRecordsStayWhereTheyAre() {
        MapTasks tasks = tasks(RecordShuffle.TAG, List.of(RecordShuffle.COMBINE, RecordShuffle.TAG), ROWS);

        assertThat(tasks.blocks()).as("a block for each of four map tasks").hasSize(4);
    }

    /** Two map tasks with 200 rows of two paths each, and four partitions. */
    private static MapTasks tasks(RecordShuffle shuffle, List<RecordShuffle> all, double rowsOfTheWrite) {
        return tasks(shuffle, all, rowsOfTheWrite, 1_000_000);
    }

    private static MapTasks tasks(
            RecordShuffle shuffle, List<RecordShuffle> all, double rowsOfTheWrite, long rowsPerFile) {
        RecordWrite write = new RecordWrite(all, false, "payload", null, 0, rowsPerFile, rowsOfTheWrite, 2, 4);
        List<List<Pair>> splits = IntStream.range(0, 2)
                .mapToObj(split -> IntStream.range(0, ROWS / 2)
                        .mapToObj(row -> pair(shuffle, split + 2 * row))
                        .toList())
                .toList();
        return MapTasks.of(shuffle, write, splits, 1);
    }

    private static Pair pair(RecordShuffle shuffle, int row) {
        HoodieKey key = new HoodieKey("key-" + row, row % 4 < 2 ? "a" : "b");
        return new Pair(MapTasks.key(shuffle, key, false), new HoodieAvroRecord<>(key, new EmptyHoodieRecordPayload()));
    }
}
