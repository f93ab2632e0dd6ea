package io.preflightguard.spark.skew;

import io.preflightguard.skew.SaltedKey;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * The salts of hot keys. Left bucket {@code i} and right bucket {@code j} of a key share one salt, and the salts of one key
 * all differ, which is what the join's result rests on. They are chosen so that Spark's hash of key and salt falls on the
 * partition that the plan wants; where a later Spark hashes otherwise, only the balance suffers. 0 is the salt of every
 * other key.
 */
final class SaltTable implements Serializable {

    private static final long serialVersionUID = 1L;

    private final boolean left;
    private final HashMap<Integer, int[][]> salts = new HashMap<>();

    /** The table of one side. */
    SaltTable(List<SaltedKey> keys, int partitions, boolean left) {
        this.left = left;
        for (SaltedKey key : keys) {
            int[] pairs = standIns(key, partitions);
            int[][] own = new int[left ? key.leftBuckets() : key.rightBuckets()]
                    [left ? key.rightBuckets() : key.leftBuckets()];
            for (int i = 0; i < key.leftBuckets(); i++) {
                for (int j = 0; j < key.rightBuckets(); j++) {
                    own[left ? i : j][left ? j : i] = pairs[i * key.rightBuckets() + j];
                }
            }
            salts.put(key.hash(), own);
        }
    }

    /** The salts under which a row of a hot key joins: one for each bucket of the other side. */
    int[] of(int keyHash, long rowHash) {
        int[][] buckets = salts.get(keyHash);
        if (buckets == null) {
            throw new IllegalStateException("a " + (left ? "left" : "right") + " key that is not hot was to be salted");
        }
        return buckets[(int) Math.floorMod(rowHash, (long) buckets.length)];
    }

    /** For each pair of buckets a number above 0, the smallest that is free, that Spark hashes after the key to its slot. */
    private static int[] standIns(SaltedKey key, int partitions) {
        List<ArrayDeque<Integer>> pairsAt = new ArrayList<>();
        for (int slot = 0; slot < partitions; slot++) {
            pairsAt.add(new ArrayDeque<>());
        }
        int missing = key.slots().size();
        for (int pair = 0; pair < missing; pair++) {
            pairsAt.get(key.slots().get(pair)).add(pair);
        }
        int[] found = new int[missing];
        for (int candidate = 1; missing > 0; candidate++) {
            int slot = Math.floorMod(Murmur3_x86_32.hashInt(candidate, key.hash()), partitions);
            Integer pair = pairsAt.get(slot).poll();
            if (pair != null) {
                found[pair] = candidate;
                missing--;
            }
        }
        return found;
    }
}
