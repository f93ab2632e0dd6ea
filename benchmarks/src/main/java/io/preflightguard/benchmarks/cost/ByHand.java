package io.preflightguard.benchmarks.cost;

import com.amazon.deequ.analyzers.Histogram;
import com.amazon.deequ.analyzers.Histogram$;
import com.amazon.deequ.metrics.DistributionValue;
import com.amazon.deequ.metrics.HistogramMetric;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.collection.Iterator;

/** What teams and libraries do today: each ends with the most frequent keys on the driver. */
final class ByHand {

    private static final int TOP = 20;
    private static final double SAMPLED = 0.01;
    private static final long SEED = 42;

    private ByHand() {}

    static List<Contestant> all() {
        return List.of(
                new Contestant("groupBy(key).count()", ByHand::count),
                new Contestant("sample(0.01), then count", rows -> count(rows.sample(SAMPLED, SEED))),
                new Contestant("stat.freqItems(key, 0.01)", ByHand::freqItems),
                new Contestant("Deequ Histogram(key)", ByHand::deequ));
    }

    private static String count(Dataset<Row> rows) {
        List<Row> top = rows.groupBy(Orders.KEY)
                .count()
                .orderBy(functions.desc("count"))
                .limit(TOP)
                .collectAsList();
        return top.get(0).getString(0) + ": " + top.get(0).getLong(1) + " rows";
    }

    private static String freqItems(Dataset<Row> rows) {
        Row found = rows.stat()
                .freqItems(new String[] {Orders.KEY}, SAMPLED)
                .collectAsList()
                .get(0);
        return found.getList(0).size() + " keys, without counts";
    }

    private static String deequ(Dataset<Row> rows) {
        Histogram histogram = new Histogram(
                Orders.KEY, Option.empty(), TOP, Option.empty(), true, Histogram$.MODULE$.apply$default$6());
        HistogramMetric metric =
                (HistogramMetric) histogram.calculate(rows, Option.empty(), Option.empty(), Option.empty());
        Iterator<DistributionValue> values = metric.value().get().values().valuesIterator();
        double largest = 0;
        while (values.hasNext()) {
            largest = Math.max(largest, values.next().ratio());
        }
        return String.format(Locale.ROOT, "largest share %.4f", largest);
    }
}
