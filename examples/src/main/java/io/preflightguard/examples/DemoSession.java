package io.preflightguard.examples;

import org.apache.spark.sql.SparkSession;

/** A local session set up for Hudi, as a Glue job with {@code --datalake-formats hudi} has it. */
final class DemoSession {

    private DemoSession() {}

    static SparkSession start() {
        return SparkSession.builder()
                .appName("preflight-guard-demo")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .getOrCreate();
    }
}
