package io.preflightguard.benchmarks.effect;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Tells two results apart, whatever the order of their rows.
 *
 * @param rows how many rows
 * @param hashes the sum of their hashes
 */
record Fingerprint(long rows, String hashes) {

    static Fingerprint of(Dataset<Row> joined) {
        // By position: the key has the same name on both sides.
        Dataset<Row> renamed = joined.toDF("left_k", "id", "payload", "right_k", "name", "version");
        Column[] columns = Arrays.stream(renamed.columns()).map(functions::col).toArray(Column[]::new);
        Row found = renamed.agg(
                        functions.count(functions.lit(1)),
                        functions.sum(functions.xxhash64(columns).cast("decimal(38,0)")))
                .collectAsList()
                .get(0);
        return new Fingerprint(found.getLong(0), String.valueOf(found.getDecimal(1)));
    }
}
