package io.preflightguard.hudi;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.spark.SparkSchemas;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A write that is asked about.
 *
 * @param contract the contract given in code, if any
 * @param frame the rows to be written
 * @param options the options of the write, and under them those of the site
 * @param path the table's base path
 * @param mode what to do with an existing table
 * @param table the table's name, for reports
 */
record WriteRequest(
        SparkSession spark,
        GuardConfig config,
        @Nullable SchemaContract contract,
        Dataset<Row> frame,
        Map<String, String> options,
        String path,
        SaveMode mode,
        String table) {

    TableSchema columns() {
        return SparkSchemas.read(frame.schema());
    }

    Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    /** Whether Spark can compute the expressions from the frame. */
    boolean computes(Column... expressions) {
        try {
            frame.select(expressions);
            return true;
        } catch (Exception impossible) { // AnalysisException, which Scala does not declare
            return false;
        }
    }

    /** Whether Spark resolves the name among the frame's columns, nested fields and case included. */
    boolean resolves(String name) {
        try {
            frame.select(name);
            return true;
        } catch (Exception unresolved) { // AnalysisException, which Scala does not declare
            return false;
        }
    }
}
