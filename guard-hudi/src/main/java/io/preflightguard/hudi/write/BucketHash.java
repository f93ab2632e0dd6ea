package io.preflightguard.hudi.write;

import io.preflightguard.upsert.HudiLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bucket of a record key under a bucket index with a fixed number of buckets: Java's hash of the list of the hashed
 * columns' texts (Hudi's BucketIdentifier). Immutable.
 */
public final class BucketHash {

    private final List<String> hashedBy;
    private final int buckets;
    private final HudiLine line;

    /** @param hashedBy the columns that are hashed */
    public BucketHash(List<String> hashedBy, int buckets, HudiLine line) {
        this.hashedBy = List.copyOf(hashedBy);
        this.buckets = buckets;
        this.line = line;
    }

    /**
     * The eight digits that the ids of the bucket's file groups start with.
     *
     * @param key the record key's text, {@code a:1,b:2} if it has several columns
     */
    public String of(String key) {
        int hash = values(key).hashCode() & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%08d", hash % buckets);
    }

    /**
     * Hudi 0.15 takes every key with a colon for a composite one. A plain key such as {@code 2024-01-01 12:30} then names
     * no hashed column, and all such keys hash nothing: they share one bucket. 1.0 asks for a comma, too.
     */
    private List<String> values(String key) {
        boolean composite = key.contains(":") && (line == HudiLine.V0 || key.contains(","));
        if (!composite) {
            return List.of(key);
        }
        List<String> values = new ArrayList<>();
        for (String part : key.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 0) {
                values.add(part);
            } else if (hashedBy.contains(part.substring(0, colon))) {
                values.add(part.substring(colon + 1));
            }
        }
        return values;
    }
}
