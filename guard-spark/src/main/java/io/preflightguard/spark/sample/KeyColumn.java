package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeyRole;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * A key to count: what it is called, and how to compute its text and its shuffle hash from a row.
 *
 * @param role what the key is to the write
 * @param name its column, or several comma-separated
 * @param text its value as a string; null for a null key
 * @param hash its hash as Spark's shuffle computes it: {@code hash(columns)}, Murmur3 with seed 42
 */
public record KeyColumn(KeyRole role, String name, Column text, Column hash) {

    public KeyColumn {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(hash, "hash");
    }

    /**
     * A key made of columns. A record key is null where Hudi takes it for null: every column null or empty. Any other key
     * is null if one of its columns is, as it then equals no other.
     */
    public static KeyColumn of(KeyRole role, List<String> columns) {
        Column[] parts = columns.stream().map(functions::col).toArray(Column[]::new);
        Column[] texts = columns.stream()
                .map(column -> functions.col(column).cast("string"))
                .toArray(Column[]::new);
        // concat is null as soon as one part is; the separator keeps (1, 23) and (12, 3) apart.
        Column text = texts[0];
        Column isNothing = nothing(texts[0]);
        for (int i = 1; i < texts.length; i++) {
            text = functions.concat(orNothing(role, text), functions.lit("\u0001"), orNothing(role, texts[i]));
            isNothing = isNothing.and(nothing(texts[i]));
        }
        Column key = role == KeyRole.RECORD_KEY ? functions.when(functions.not(isNothing), text) : text;
        return new KeyColumn(role, String.join(",", columns), key, functions.hash(parts));
    }

    /**
     * 64 bits that tell one key from another: the same for the same text and hash, so null keys are told apart by their
     * hash alone.
     */
    Column id() {
        return functions.xxhash64(text, hash);
    }

    private static Column nothing(Column text) {
        return text.isNull().or(text.equalTo(""));
    }

    private static Column orNothing(KeyRole role, Column text) {
        return role == KeyRole.RECORD_KEY ? functions.coalesce(text, functions.lit("")) : text;
    }

    /** A key whose text a shuffle hashes itself, such as Hudi's partition path. */
    public static KeyColumn text(KeyRole role, String name, Column text) {
        return new KeyColumn(role, name, text, functions.hash(text));
    }
}
