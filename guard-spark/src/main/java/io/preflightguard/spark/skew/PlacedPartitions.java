package io.preflightguard.spark.skew;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * One shuffle that sends every row to the partition that a column names. Spark's own {@code repartition} hashes the column,
 * so that some partitions get several of its values and others none. Adaptive execution leaves the partitions as they are.
 */
public final class PlacedPartitions {

    private PlacedPartitions() {}

    /**
     * Places the rows. Deterministic as far as the column is: a retried task sends every row where it went before.
     *
     * @param partitions how many partitions to make, at least 1
     * @param partition an integer in {@code [0, partitions)} for each row
     * @throws IllegalArgumentException if there is not at least one partition
     */
    public static Dataset<Row> place(Dataset<Row> frame, int partitions, Column partition) {
        if (partitions < 1) {
            throw new IllegalArgumentException("A frame has at least one partition: got " + partitions);
        }
        Column standIn = functions
                .udf(new StandInOf(SlotOf.standIns(partitions)), DataTypes.IntegerType)
                .apply(partition);
        return frame.repartition(partitions, standIn);
    }

    /**
     * A hash of a row's content, the same whenever the row is computed: columns that Spark cannot hash are left out, and
     * floating-point ones where they come out of a shuffle. Empty if no column is left.
     */
    public static Optional<Column> contentHash(Dataset<Row> frame) {
        return RowHash.of(frame, List.of());
    }

    private static final class StandInOf implements UDF1<Integer, Integer> {

        private static final long serialVersionUID = 1L;

        private final int[] standIns;

        StandInOf(int[] standIns) {
            this.standIns = standIns;
        }

        @Override
        public Integer call(Integer partition) {
            return standIns[partition];
        }
    }
}
