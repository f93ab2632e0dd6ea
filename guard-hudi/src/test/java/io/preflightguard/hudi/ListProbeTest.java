package io.preflightguard.hudi;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListProbeTest {
    @TempDir
    static Path folder;

    @Test
    void probe() {
        SparkSession spark = TestHudi.session();
        int n = 0;
        for (String first : new String[] {"bulk_insert", "insert"})
            for (boolean decimal : new boolean[] {true, false})
                for (String legacy : new String[] {"", "false", "true"}) {
                    Path p = folder.resolve("r" + n);
                    Path t = folder.resolve("t" + n++);
                    spark.range(0, 10, 1, 1)
                            .selectExpr(
                                    "cast(id as string) id",
                                    "'p' p",
                                    "id ts",
                                    "array(cast(id as int),7) arr",
                                    "array(named_struct('q',id)) items",
                                    "map('k',id) mp",
                                    decimal ? "cast(id+0.45 as decimal(10,2)) dec" : "'x' as dec")
                            .write()
                            .parquet(p.toString());
                    Dataset<Row> rows = spark.read().parquet(p.toString());
                    Map<String, String> o = new HashMap<>(TestHudi.options(first));
                    if (!legacy.isEmpty()) o.put("hoodie.parquet.writelegacyformat.enabled", legacy);
                    String r;
                    try {
                        rows.write()
                                .format("hudi")
                                .options(o)
                                .mode(SaveMode.Append)
                                .save(t.toString());
                        Map<String, String> u = TestHudi.options("upsert");
                        rows.where("ts=9")
                                .write()
                                .format("hudi")
                                .options(u)
                                .mode(SaveMode.Append)
                                .save(t.toString());
                        r = spark.read()
                                .format("hudi")
                                .load(t.toString())
                                .where("ts=1")
                                .selectExpr("to_json(struct(arr,items,mp,dec))")
                                .first()
                                .getString(0);
                    } catch (Exception e) {
                        r = e.toString().substring(0, Math.min(200, e.toString().length()));
                    }
                    System.out.println(
                            "PROBE first=" + first + " decimal=" + decimal + " legacy=" + legacy + " -> " + r);
                }
    }
}
