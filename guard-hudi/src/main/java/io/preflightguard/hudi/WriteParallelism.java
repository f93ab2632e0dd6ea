package io.preflightguard.hudi;

import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.spark.sizing.SessionSettings;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** How many partitions a write's shuffles have: as its options say, else as each line of Hudi falls back. */
final class WriteParallelism {

    static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    private WriteParallelism() {}

    /**
     * Read off the bytecode of Hudi 0.15.0 and 1.0.2: a bulk_insert takes what
     * the input's plan promises, and Spark's default parallelism where that is nothing, as for a scan of files;
     * insert and upsert take over the input's partitions, and from 1.0 on rather {@code spark.sql.shuffle.partitions} if
     * that is set.
     *
     * @param inputPartitions partitions of the input as the job reads it
     * @param plannedPartitions partitions that the input's plan promises, or 0
     */
    static int of(HudiWrite write, SparkSession spark, int inputPartitions, int plannedPartitions) {
        int stated = write.statedParallelism();
        if (stated > 0) {
            return stated;
        }
        int ofSpark = Integer.parseInt(spark.conf().get(SHUFFLE_PARTITIONS));
        if (write.parallelismOption().equals(SHUFFLE_PARTITIONS)) {
            return SessionSettings.of(spark).partitionsOfSql();
        }
        if (write.isBulkInsert()) {
            return ofInput(spark, plannedPartitions);
        }
        boolean isSet = spark.conf().getAll().contains(SHUFFLE_PARTITIONS);
        return isSet && !HudiTable.hudiVersion().startsWith("0.") ? ofSpark : Math.max(1, inputPartitions);
    }

    /** How many tasks write the files of a bulk_insert that sorts all rows: to so many the sort's partitions are coalesced. */
    static int ofBulkInsert(Map<String, String> options, SparkSession spark, int plannedPartitions) {
        String stated = options.getOrDefault("hoodie.bulkinsert.shuffle.parallelism", "0")
                .trim();
        boolean isStated = stated.matches("[1-9]\\d{0,8}");
        return isStated ? Integer.parseInt(stated) : ofInput(spark, plannedPartitions);
    }

    private static int ofInput(SparkSession spark, int plannedPartitions) {
        return Math.max(
                1,
                plannedPartitions > 0 ? plannedPartitions : spark.sparkContext().defaultParallelism());
    }
}
