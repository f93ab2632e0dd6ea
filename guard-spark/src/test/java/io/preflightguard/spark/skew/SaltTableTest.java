package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.skew.SaltedKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.junit.jupiter.api.Test;

class SaltTableTest {

    /** What the joined rows rest on: every pair of a left and a right row of a key has exactly one salt in common. */
    @Test
    void eachLeftBucketMeetsEachRightBucketUnderOneSalt() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SaltedKey key = key(random, 1 + random.nextInt(20));
            SaltTable left = new SaltTable(List.of(key), 20, true);
            SaltTable right = new SaltTable(List.of(key), 20, false);
            for (int i = 0; i < key.leftBuckets(); i++) {
                for (int j = 0; j < key.rightBuckets(); j++) {
                    Set<Integer> common = asSet(left.of(key.hash(), i));
                    common.retainAll(asSet(right.of(key.hash(), j)));
                    assertThat(common)
                            .as("salts of buckets %s and %s, seed %s", i, j, seed)
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void aSaltSendsItsPairToTheSlotOfThePlan() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int partitions = 1 + random.nextInt(50);
            SaltedKey key = key(random, partitions);
            SaltTable left = new SaltTable(List.of(key), partitions, true);
            Map<Integer, Integer> seen = new HashMap<>();
            for (int i = 0; i < key.leftBuckets(); i++) {
                int[] salts = left.of(key.hash(), i);
                for (int j = 0; j < salts.length; j++) {
                    int slot = Math.floorMod(Murmur3_x86_32.hashInt(salts[j], key.hash()), partitions);
                    assertThat(slot)
                            .as("slot, seed %s", seed)
                            .isEqualTo(key.slots().get(i * key.rightBuckets() + j));
                    seen.merge(salts[j], 1, Integer::sum);
                }
            }
            assertThat(seen.values()).as("uses of a salt, seed %s", seed).containsOnly(1);
            assertThat(seen).as("salts, seed %s: 0 is that of other keys", seed).doesNotContainKey(0);
        }
    }

    private static Set<Integer> asSet(int[] salts) {
        Set<Integer> set = new HashSet<>();
        for (int salt : salts) {
            set.add(salt);
        }
        return set;
    }

    private static SaltedKey key(SplittableRandom random, int partitions) {
        int left = 1 + random.nextInt(5);
        int right = 1 + random.nextInt(5);
        List<Integer> slots = IntStream.range(0, left * right)
                .mapToObj(unused -> random.nextInt(partitions))
                .toList();
        return new SaltedKey(random.nextInt(), "x", 1, 1, left, right, false, slots);
    }
}
