package io.preflightguard.spark.skew;

import org.apache.spark.sql.api.java.UDF2;

/** The salts of a row of a hot key; the row is copied for each. */
final class SaltsOf implements UDF2<Integer, Long, int[]> {

    private static final long serialVersionUID = 1L;

    private final SaltTable table;

    SaltsOf(SaltTable table) {
        this.table = table;
    }

    @Override
    public int[] call(Integer keyHash, Long rowHash) {
        return table.of(keyHash, rowHash);
    }
}
