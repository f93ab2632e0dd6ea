package io.preflightguard.spark.skew;

import org.apache.spark.sql.api.java.UDF2;

/** The one salt of a row of a hot key whose other side is not cut. */
final class SaltOf implements UDF2<Integer, Long, Integer> {

    private static final long serialVersionUID = 1L;

    private final SaltTable table;

    SaltOf(SaltTable table) {
        this.table = table;
    }

    @Override
    public Integer call(Integer keyHash, Long rowHash) {
        return table.of(keyHash, rowHash)[0];
    }
}
