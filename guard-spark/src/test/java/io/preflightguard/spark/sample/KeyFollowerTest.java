package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFollowerTest {

    private static final int PATH = KeyCounter.COLUMNS;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRepeatIsFoundWhereAllKeysAreFollowed(long seed) {
        Random random = new Random(seed);
        Map<String, List<String>> pathsByKey = new HashMap<>();
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String[] row = {"k" + random.nextInt(3500), "p" + random.nextInt(3)};
            rows.add(row);
            pathsByKey.computeIfAbsent(row[0], unseen -> new ArrayList<>()).add(row[1]);
        }

        FollowedKeys found = follow(rows, 1 + random.nextInt(5));

        assertThat(found.complete()).as("seed %d", seed).isTrue();
        assertThat(found.keys()).as("seed %d", seed).isEqualTo(pathsByKey.size());
        assertThat(found.distinctShare()).as("seed %d", seed).isEqualTo(pathsByKey.size() / 3000.0);
        assertThat(found.repeated())
                .as("repeated, seed %d", seed)
                .isEqualTo(pathsByKey.values().stream()
                        .filter(paths -> paths.size() > 1)
                        .count());
        assertThat(found.repeatedInOnePath())
                .as("repeated in one path, seed %d", seed)
                .isEqualTo(pathsByKey.values().stream()
                        .filter(paths -> paths.size() > 1 && new HashSet<>(paths).size() == 1)
                        .count());
        assertThat(found.inSeveralPaths())
                .as("in several paths, seed %d", seed)
                .isEqualTo(pathsByKey.values().stream()
                        .filter(paths -> new HashSet<>(paths).size() > 1)
                        .count());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ofManyKeysTheFollowedOnesAreFoundAgainInEveryPartition(long seed) {
        List<String[]> rows = new ArrayList<>();
        for (int copy = 0; copy < 2; copy++) {
            for (int key = 0; key < 20_000; key++) {
                rows.add(new String[] {"k" + key + "-" + seed, "p"});
            }
        }
        Collections.shuffle(rows, new Random(seed));

        FollowedKeys found = follow(rows, 4);

        assertThat(found.complete()).as("seed %d", seed).isFalse();
        assertThat(found.keys()).as("seed %d", seed).isBetween(1000L, 4L * KeyFollower.MOST_KEYS);
        assertThat(found.repeated()).as("seed %d", seed).isEqualTo(found.keys());
        assertThat(found.named()).as("seed %d", seed).hasSize(KeyFollower.MOST_NAMED);
    }

    @Test
    void nullKeysAreNotFollowedAndLongOnesNotNamed() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {null, "p"});
        rows.add(new String[] {null, "p"});
        rows.add(new String[] {"x".repeat(5000), "p"});
        rows.add(new String[] {"x".repeat(5000), "p"});

        FollowedKeys found = follow(rows, 2);

        assertThat(found.keys()).isEqualTo(1);
        assertThat(found.repeated()).isEqualTo(1);
        assertThat(found.named()).isEmpty();
    }

    @Test
    void keyValuesStayOutOfLogs() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"secret", "p"});

        FollowedKeys found = follow(rows, 1);

        assertThat(found.named()).containsExactly(new FollowedKeys.NamedKey("secret", "p"));
        assertThat(found.toString()).doesNotContain("secret");
    }

    private static FollowedKeys follow(List<String[]> rows, int splits) {
        List<Counted> counted = new ArrayList<>();
        for (int split = 0; split < splits; split++) {
            KeyFollower follower = new KeyFollower(0, PATH);
            long count = 0;
            for (int i = split; i < rows.size(); i += splits) {
                follower.see(row(rows.get(i)));
                count++;
            }
            Counted result = new Counted(count, false, List.of(), follower.followed());
            counted.add(Wire.read(Counted.class, Wire.write(result)));
        }
        return KeyFollower.merge(counted, true);
    }

    private static InternalRow row(String[] keyAndPath) {
        Object[] values = new Object[2 * KeyCounter.COLUMNS];
        for (int key = 0; key < 2; key++) {
            String text = keyAndPath[key];
            values[key * KeyCounter.COLUMNS + KeyCounter.TEXT] = text == null ? null : UTF8String.fromString(text);
            values[key * KeyCounter.COLUMNS + KeyCounter.HASH] = 0;
            values[key * KeyCounter.COLUMNS + KeyCounter.ID] = text == null ? 0L : id(text);
        }
        return new GenericInternalRow(values);
    }

    /** As good a hash as any: what counts is that ids are spread evenly. */
    private static long id(String text) {
        return new Random(text.hashCode() * 0x9E3779B97F4A7C15L).nextLong() ^ ((long) text.hashCode() << 32);
    }
}
