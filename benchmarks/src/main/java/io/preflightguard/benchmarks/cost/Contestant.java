package io.preflightguard.benchmarks.cost;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A way to find out whether a key is skewed.
 *
 * @param name what it is called
 * @param look looks at the rows
 */
record Contestant(String name, Look look) {

    /** Looks at rows and says what it found, in a few words. */
    @FunctionalInterface
    interface Look {
        String at(Dataset<Row> rows) throws Exception;
    }
}
