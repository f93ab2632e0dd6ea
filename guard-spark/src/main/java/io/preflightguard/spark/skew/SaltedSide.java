package io.preflightguard.spark.skew;

import io.preflightguard.skew.SaltedKey;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Adds the salt column to one side of a join, and the copies that its salts ask for. */
final class SaltedSide {

    /** Enough values that rows spread evenly over any number of partitions. */
    private static final int MANY = 1 << 20;

    static final String COPY = "_copy";

    private final JoinSideFrame side;
    private final JoinTerms terms;
    private final @Nullable Column rowHash;

    /** @param rowHash the hash to cut rows by, or null if this side's rows cannot be told apart and are not cut */
    SaltedSide(JoinSideFrame side, JoinTerms terms, @Nullable Column rowHash) {
        this.side = side;
        this.terms = terms;
        this.rowHash = rowHash;
    }

    /** Whether the row's key is one of these, and not one that matches nothing but shares a hash with one. */
    static Column isHot(JoinSideFrame side, JoinTerms terms, List<SaltedKey> keys) {
        Column hot = side.keyHash()
                .isin(keys.stream().map(SaltedKey::hash).distinct().toArray());
        return terms.nullSafe() ? hot : functions.not(side.keyHasNull()).and(hot);
    }

    /** Whether rows of these keys get copies: if the other side's are cut. */
    static boolean copies(List<SaltedKey> keys, boolean isLeft) {
        return keys.stream().anyMatch(key -> (isLeft ? key.rightBuckets() : key.leftBuckets()) > 1);
    }

    /**
     * The side with the column {@code salt}, and where rows get copies with {@code salt + COPY}: 0 for one copy of each row.
     *
     * @param isLeft whether this is the plan's left side
     * @param spreadsNulls whether to spread rows whose key has a null; only where null equals nothing
     */
    Dataset<Row> salted(String salt, List<SaltedKey> keys, int partitions, boolean isLeft, boolean spreadsNulls) {
        Column row = rowHash == null ? functions.lit(0L) : rowHash;
        SaltTable table = new SaltTable(keys, partitions, isLeft);
        boolean copies = copies(keys, isLeft);
        Column own = copies
                ? functions
                        .udf(new SaltsOf(table), DataTypes.createArrayType(DataTypes.IntegerType, false))
                        .apply(side.keyHash(), row)
                : functions.udf(new SaltOf(table), DataTypes.IntegerType).apply(side.keyHash(), row);
        // Always 0, but no constant: the optimizer would take a constant out of the join's keys, and the salt with it.
        Column none = functions.pmod(side.keyHash(), functions.lit(1));
        Column value = copies ? functions.array(none) : none;
        if (!keys.isEmpty()) {
            value = functions.when(isHot(side, terms, keys), own).otherwise(value);
        }
        if (spreadsNulls && rowHash != null) {
            Column any = functions.pmod(rowHash, functions.lit(MANY)).cast(DataTypes.IntegerType);
            value = functions
                    .when(side.keyHasNull(), copies ? functions.array(any) : any)
                    .otherwise(value);
        }
        return copies
                ? side.frame()
                        .select(functions.col("*"), functions.posexplode(value).as(new String[] {salt + COPY, salt}))
                : side.frame().withColumn(salt, value);
    }
}
