package io.preflightguard.benchmarks.accuracy;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Rows of TPC-H, made by Trino's generator: the same each time. */
final class TpchRows {

    private static final int PARTS = 16;
    private static final double ORDERS_AT_ONE = 1_500_000;
    private static final double LINES_AT_ONE = 6_001_215;

    private static final StructType ORDERS = StructType.fromDDL(
            "o_orderkey long, o_custkey long, o_orderstatus string, o_totalprice double, o_orderdate int,"
                    + " o_orderpriority string, o_clerk string, o_shippriority int, o_comment string");
    private static final StructType LINES =
            StructType.fromDDL("l_orderkey long, l_partkey long, l_suppkey long, l_linenumber int, l_quantity double,"
                    + " l_extendedprice double, l_discount double, l_tax double, l_returnflag string,"
                    + " l_linestatus string, l_shipdate int, l_commitdate int, l_receiptdate int,"
                    + " l_shipinstruct string, l_shipmode string, l_comment string");

    private TpchRows() {}

    /** About the orders {@code after + 1} to {@code until}, with id, path {@code p} (the year) and {@code ts}. */
    static Dataset<Row> orders(SparkSession spark, long after, long until) {
        double scale = until / ORDERS_AT_ONE;
        // Of 32 keys only the first eight are used (OrderGenerator.makeOrderKey).
        long lastKey = after / 8 * 32;
        return frame(spark, part -> orders(scale, part), ORDERS)
                .where("o_orderkey > " + lastKey)
                .withColumn("o_orderdate", functions.expr("date_from_unix_date(o_orderdate)"))
                .selectExpr(
                        "cast(o_orderkey as string) as id",
                        "cast(year(o_orderdate) as string) as p",
                        "cast(o_orderdate as timestamp) as ts",
                        "*");
    }

    /** About {@code rows} line items, with id, path {@code p} (the year of shipping) and {@code ts}. */
    static Dataset<Row> lineItems(SparkSession spark, long rows) {
        double scale = rows / LINES_AT_ONE;
        return frame(spark, part -> lineItems(scale, part), LINES)
                .withColumn("l_shipdate", functions.expr("date_from_unix_date(l_shipdate)"))
                .withColumn("l_commitdate", functions.expr("date_from_unix_date(l_commitdate)"))
                .withColumn("l_receiptdate", functions.expr("date_from_unix_date(l_receiptdate)"))
                .selectExpr(
                        "concat(l_orderkey, '-', l_linenumber) as id",
                        "cast(year(l_shipdate) as string) as p",
                        "cast(l_shipdate as timestamp) as ts",
                        "*");
    }

    /** Makes one part of the rows. */
    private interface Part extends Serializable {
        Iterator<Row> rows(int part);
    }

    private static Dataset<Row> frame(SparkSession spark, Part part, StructType schema) {
        List<Integer> parts =
                new ArrayList<>(IntStream.rangeClosed(1, PARTS).boxed().toList());
        JavaRDD<Row> rows = new JavaSparkContext(spark.sparkContext())
                .parallelize(parts, PARTS)
                .flatMap(part::rows);
        return spark.createDataFrame(rows, schema);
    }

    private static Iterator<Row> orders(double scale, int part) {
        return StreamSupport.stream(new OrderGenerator(scale, part, PARTS).spliterator(), false)
                .map(TpchRows::row)
                .iterator();
    }

    private static Iterator<Row> lineItems(double scale, int part) {
        return StreamSupport.stream(new LineItemGenerator(scale, part, PARTS).spliterator(), false)
                .map(TpchRows::row)
                .iterator();
    }

    private static Row row(Order order) {
        return RowFactory.create(
                order.getOrderKey(),
                order.getCustomerKey(),
                String.valueOf(order.getOrderStatus()),
                order.getTotalPrice(),
                order.getOrderDate(),
                order.getOrderPriority(),
                order.getClerk(),
                order.getShipPriority(),
                order.getComment());
    }

    private static Row row(LineItem line) {
        return RowFactory.create(
                line.getOrderKey(),
                line.getPartKey(),
                line.getSupplierKey(),
                line.getLineNumber(),
                (double) line.getQuantity(),
                line.getExtendedPrice(),
                line.getDiscount(),
                line.getTax(),
                line.getReturnFlag(),
                line.getStatus(),
                line.getShipDate(),
                line.getCommitDate(),
                line.getReceiptDate(),
                line.getShipInstructions(),
                line.getShipMode(),
                line.getComment());
    }
}
