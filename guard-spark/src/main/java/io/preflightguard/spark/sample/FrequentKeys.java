package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.SplitCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.LongsSketch;
import org.jspecify.annotations.Nullable;

/**
 * Counts one key over the rows of one input partition: DataSketches' frequent-items sketch over 64-bit ids of the key,
 * and beside it the texts of those ids that matter. The bounds are hard: no count is off by more than {@code 3.5 /
 * MAP_SIZE} of the rows (DataSketches, LongsSketch). Where one key fills a block of rows, each run of it is one update, so
 * sorted rows cost next to nothing.
 *
 * <p>Texts are looked at now and then only, see {@link Looks}, and kept of keys that have at least one row in 32,768 so
 * far. A frequent key whose text was never seen is not lost: {@link SplitCounts#unlistedAtMost} is raised to the upper
 * bound of its rows.
 *
 * <p>Two keys with one id would be counted as one. That any two among {@code n} keys of a partition share an id has a
 * probability of at most {@code n^2 / 2^65}: {@code 7e-6} for 16 million keys. Not thread-safe.
 */
public final class FrequentKeys {

    /** Bounds the sketch to about 300 kB and its error to 0.02 % of the rows. */
    static final int MAP_SIZE = 1 << 14;

    /** Keys below this share of a partition's rows are left to {@link SplitCounts#unlistedAtMost}. */
    private static final double SMALLEST_SHARE = 1e-4;

    /** Texts are kept of keys that have a larger part than this of the rows so far; a third of what is listed. */
    private static final int KEPT_SHARE_BITS = 15;

    /** More than the sketch can follow, so that forgetting the others always makes room. */
    private static final int MOST_TEXTS = 2 * MAP_SIZE;

    private static final int KNOWN_BITS = 8;

    private final LongsSketch sketch = new LongsSketch(MAP_SIZE);
    private final Map<Long, Text> texts = new HashMap<>();

    /** Some ids whose texts are kept, each at the place of its upper bits: spares most look-ups of hot keys. */
    private final long[] known = new long[1 << KNOWN_BITS];

    /** Counts nothing yet. */
    public FrequentKeys() {
        forgetKnown();
    }

    /**
     * Counts rows that follow one another.
     *
     * @param ids a 64-bit hash of each row's key
     * @param from the first row's place in {@code ids}
     * @param to the place after the last row's
     */
    public void add(long[] ids, int from, int to) {
        if (from >= to) {
            return;
        }
        // Three rows tell whether a key fills the block; a branch on each neighbour would cost more than it saves.
        if (ids[from] == ids[to - 1] && ids[from] == ids[(from + to) >>> 1]) {
            addRuns(ids, from, to);
        } else {
            for (int i = from; i < to; i++) {
                sketch.update(ids[i]);
            }
        }
    }

    private void addRuns(long[] ids, int from, int to) {
        int start = from;
        for (int i = from + 1; i < to; i++) {
            if (ids[i] != ids[start]) {
                sketch.update(ids[start], i - start);
                start = i;
            }
        }
        sketch.update(ids[start], to - start);
    }

    /** Whether the text of an id is missing that may turn out to be frequent. */
    public boolean isWanted(long id) {
        int place = (int) (id >>> (Long.SIZE - KNOWN_BITS));
        if (known[place] == id || !mayBeFrequent(id)) {
            return false;
        }
        if (texts.containsKey(id)) {
            known[place] = id;
            return false;
        }
        return true;
    }

    /** Keeps the text of an id; {@code null} is the text of a null key. */
    public void remember(long id, @Nullable String text, int hash) {
        if (texts.size() >= MOST_TEXTS) {
            texts.keySet().removeIf(kept -> !mayBeFrequent(kept));
            forgetKnown();
        }
        texts.put(id, new Text(text, hash));
    }

    private void forgetKnown() {
        Arrays.fill(known, 0);
        known[0] = -1; // 0 would be an id of this place
    }

    private boolean mayBeFrequent(long id) {
        return (sketch.getLowerBound(id) + 1) << KEPT_SHARE_BITS > sketch.getStreamLength();
    }

    /**
     * What was counted.
     *
     * @param nulls how many of the rows have a null key
     */
    public SplitCounts counts(long nulls) {
        long rows = sketch.getStreamLength();
        if (rows == 0) {
            return new SplitCounts(0, nulls, List.of(), 0);
        }
        long threshold = Math.max(sketch.getMaximumError(), (long) (rows * SMALLEST_SHARE));
        long unlistedAtMost = threshold;
        List<KeyCount> frequent = new ArrayList<>();
        for (LongsSketch.Row row : sketch.getFrequentItems(threshold, ErrorType.NO_FALSE_NEGATIVES)) {
            Text text = texts.get(row.getItem());
            if (text == null) {
                unlistedAtMost = Math.max(unlistedAtMost, row.getUpperBound());
            } else {
                frequent.add(new KeyCount(text.text(), text.hash(), row.getLowerBound(), row.getUpperBound()));
            }
        }
        return new SplitCounts(rows, nulls, frequent, unlistedAtMost);
    }

    private record Text(@Nullable String text, int hash) {}
}
