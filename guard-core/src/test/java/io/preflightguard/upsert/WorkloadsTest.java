package io.preflightguard.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.upsert.Workload.PathWork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

    private static final Estimate MILLION = Estimate.exact(1_000_000, Unit.COUNT);

    @Test
    void everyKeyOfTheInputIsCounted() {
        List<List<LocatedKey>> splits = List.of(
                List.of(key(1, "p", "a", 1), key(2, "p", "", 1)), List.of(key(3, "q", "", 1), key(4, "p", "a", 1)));

        Workload work = Workloads.of(new KeyDraw(splits, 2, true, false), Settings.rows(4), true, 0.95);

        assertThat(work.unlistedRows()).isZero();
        assertThat(work.paths()).extracting(PathWork::path).containsExactly("p", "q");
        assertThat(work.paths().get(0).inserts()).isEqualTo(Settings.rows(1));
        assertThat(work.paths().get(0).updates()).containsOnlyKeys("a");
        assertThat(work.paths().get(0).updates().get("a").value()).isEqualTo(2);
    }

    @Test
    void aHotRecordKeyIsOneRecordWhereHudiCombines() {
        List<LocatedKey> keys = new ArrayList<>();
        keys.add(key(0, "p", "", 9_000));
        for (int i = 1; i <= 1_000; i++) {
            keys.add(key(i, "p", "", 1));
        }
        KeyDraw draw = new KeyDraw(List.of(keys), 1, true, false);

        assertThat(inserts(Workloads.of(draw, Settings.rows(10_000), true, 0.95))
                        .value())
                .isEqualTo(1_001);
        assertThat(inserts(Workloads.of(draw, Settings.rows(10_000), false, 0.95))
                        .value())
                .isEqualTo(10_000);
    }

    @Test
    void aKeyInTwoPartitionsIsOneRecord() {
        List<List<LocatedKey>> splits =
                List.of(List.of(key(1, "p", "", 2), key(2, "p", "", 1)), List.of(key(1, "p", "", 1)));

        Workload work = Workloads.of(new KeyDraw(splits, 2, true, false), Settings.rows(4), true, 0.95);

        assertThat(inserts(work).value()).isEqualTo(2);
    }

    @Test
    void repeatsMayGoOnInWhatWasNotRead() {
        KeyDraw draw = new KeyDraw(List.of(List.of(key(1, "p", "", 5)), List.of(key(2, "p", "", 5))), 20, true, false);

        Estimate inserts = inserts(Workloads.of(draw, MILLION, true, 0.95));

        assertThat(inserts.value()).isEqualTo(200_000);
        assertThat(inserts.low()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void theIntervalOfAFileGroupHoldsItsRecords() {
        int held = 0;
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            Workload work = Workloads.of(drawn(seed), MILLION, true, 0.95);
            Estimate hot = work.paths().get(0).updates().get("hot");
            held += hot.low() <= 300_000 && 300_000 <= hot.high() ? 1 : 0;
            assertThat(hot.value()).as("seed %d", seed).isBetween(250_000.0, 350_000.0);
        }
        assertThat(held).as("of %d seeds", seeds).isGreaterThanOrEqualTo((int) (0.95 * seeds));
    }

    @Test
    void fileGroupsBeyondThoseListedAreCarried() {
        List<LocatedKey> keys = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            keys.add(key(i, "p", "g" + i % 1_500, 1));
        }

        Workload work = Workloads.of(new KeyDraw(List.of(keys), 1, true, false), Settings.rows(3_000), true, 0.95);

        assertThat(work.paths().get(0).updates()).hasSize(1_000);
        assertThat(work.rest().seen()).isEqualTo(500);
        assertThat(work.rest().rows()).isCloseTo(1_000, within(1e-6));
        assertThat(work.rest().unseen()).isZero();
        assertThat(work.unlistedRows()).isCloseTo(2, within(1e-6));
    }

    @Test
    void aKeyThatRepeatsMayBeAmongThoseNotDrawn() {
        KeyDraw some = new KeyDraw(List.of(List.of(key(1, "p", "a", 1))), 1, false, false);
        KeyDraw every = new KeyDraw(List.of(List.of(key(1, "p", "a", 1))), 1, true, false);

        assertThat(Workloads.of(some, MILLION, false, 0.95).rest().mayHideHotKeys())
                .isTrue();
        assertThat(Workloads.of(some, MILLION, true, 0.95).rest().mayHideHotKeys())
                .isFalse();
        assertThat(Workloads.of(every, MILLION, false, 0.95).rest().mayHideHotKeys())
                .isFalse();
    }

    @Test
    void aWriteThatInsertsGoesByItsPaths() {
        Workload work = Workloads.ofInserts(MILLION);

        assertThat(work.paths()).containsExactly(new PathWork("", MILLION, Map.of()));
    }

    /** The 4,000 smallest ids of 100,000 keys in 4 partitions, three tenths of them in one file group. */
    private static KeyDraw drawn(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<LocatedKey>> splits = new ArrayList<>();
        for (int split = 0; split < 4; split++) {
            List<LocatedKey> keys = new ArrayList<>();
            for (int i = 0; i < 25_000; i++) {
                String group = i % 10 < 3 ? "hot" : "g" + i % 50;
                keys.add(key(random.nextLong(), "p", group, 1));
            }
            keys.sort(Comparator.comparingLong(LocatedKey::id));
            splits.add(keys.subList(0, 1_000));
        }
        return new KeyDraw(splits, 4, false, false);
    }

    private static Estimate inserts(Workload work) {
        assertThat(work.paths()).hasSize(1);
        return work.paths().get(0).inserts();
    }

    private static LocatedKey key(long id, String path, String group, long rows) {
        return new LocatedKey(id, path, group, rows);
    }
}
