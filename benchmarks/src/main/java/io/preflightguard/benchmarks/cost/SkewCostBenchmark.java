package io.preflightguard.benchmarks.cost;

import io.preflightguard.PreflightReport;
import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import io.preflightguard.benchmarks.Seconds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * What a sampled verdict costs: on inputs of several sizes made of files alike, beside what is done by hand and beside the
 * guarded write, all in one warm JVM on {@code local[2]}. See docs/benchmarks.md.
 */
public final class SkewCostBenchmark {

    private static final String VERDICT = "guard: sampled verdict";

    private static final int WARM_UPS = 5;

    private static final Map<String, String> DEFAULTS = Map.of(
            "rows", "1000000,100000000",
            "write", "20000000",
            "rows-per-file", "125000",
            "verdicts", "9",
            "repetitions", "3",
            "work", "target/skew-cost",
            "out", "target/skew-cost-results");

    private final SparkSession spark;
    private final Path work;
    private final Path out;
    private final int rowsPerFile;
    private final ResultTable results;

    private SkewCostBenchmark(SparkSession spark, Arguments arguments) {
        this.spark = spark;
        this.work = Path.of(arguments.text("work")).toAbsolutePath();
        this.out = Path.of(arguments.text("out"));
        this.rowsPerFile = arguments.number("rows-per-file");
        this.results = new ResultTable("Cost of the sampled verdict", LocalSpark.setting(spark, arguments, Map.of()));
    }

    /** Runs it; {@code name=value} for each default that is to differ. */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        SparkSession spark = LocalSpark.start(work, Map.of());
        try {
            new SkewCostBenchmark(spark, arguments).run(arguments);
        } finally {
            spark.stop();
            LocalSpark.delete(work);
        }
    }

    private void run(Arguments arguments) throws Exception {
        List<Orders> inputs = new ArrayList<>();
        for (long rows : arguments.numbers("rows")) {
            inputs.add(made(rows));
        }
        verdicts(inputs, arguments.number("verdicts"));
        for (Contestant contestant : ByHand.all()) {
            contestant.look().at(inputs.get(0).read(spark)); // warm
            for (Orders input : inputs) {
                Seconds seconds = new Seconds();
                String found = "";
                for (int i = 0; i < arguments.number("repetitions"); i++) {
                    var rows = input.read(spark); // lists files and reads a footer, for every contestant alike
                    found = seconds.time(() -> contestant.look().at(rows));
                }
                report(input, contestant.name(), seconds, found);
            }
        }
        inputs.forEach(input -> LocalSpark.delete(input.folder()));
        long rowsToWrite = arguments.numbers("write").get(0);
        if (rowsToWrite > 0) {
            write(made(rowsToWrite), arguments.number("verdicts"));
        }
        System.out.println(results.markdown());
    }

    private Orders made(long rows) throws Exception {
        Orders orders = new Orders(rows, rowsPerFile, work.resolve("orders-" + rows));
        Seconds seconds = new Seconds();
        seconds.time(() -> {
            orders.write(spark);
            return orders;
        });
        System.out.printf(Locale.ROOT, "%,d rows written in %.1f s%n", rows, seconds.median());
        return orders;
    }

    /** In rounds over all inputs, so that whatever drifts drifts for all. */
    private void verdicts(List<Orders> inputs, int rounds) throws Exception {
        Guard guard = new Guard(spark, work.resolve("no-table"));
        List<Seconds> seconds = inputs.stream().map(input -> new Seconds()).toList();
        for (Orders input : inputs) {
            for (int i = 0; i < WARM_UPS; i++) {
                guard.check(input.read(spark));
            }
        }
        List<String> found = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            found.clear();
            for (int i = 0; i < inputs.size(); i++) {
                var rows = inputs.get(i).read(spark);
                found.add(Guard.found(seconds.get(i).time(() -> guard.check(rows))));
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            report(inputs.get(i), VERDICT, seconds.get(i), found.get(i));
        }
        int last = inputs.size() - 1;
        claim(
                "verdict on %,d rows takes %.2f times that on %,d rows (wanted: at most 1.5)",
                inputs.get(last).rows(),
                seconds.get(last).median() / seconds.get(0).median(),
                inputs.get(0).rows());
    }

    private void write(Orders input, int rounds) throws Exception {
        Guard guard = new Guard(spark, work.resolve("table"));
        Seconds verdict = new Seconds();
        PreflightReport checked = guard.check(input.read(spark)); // warm
        for (int i = 0; i < rounds; i++) {
            var looked = input.read(spark);
            checked = verdict.time(() -> guard.check(looked));
        }
        report(input, VERDICT, verdict, Guard.found(checked));
        Seconds write = new Seconds();
        var rows = input.read(spark);
        PreflightReport written = write.time(() -> guard.write(rows));
        report(input, "guarded bulk_insert", write, Guard.found(written));
        double inside = written.cost().elapsed().toMillis() / 1e3;
        claim(
                "verdict on %,d rows takes %.2f %% of the guarded write, measured inside that write %.2f %% (wanted: at most 1)",
                input.rows(), 100 * verdict.median() / write.median(), 100 * inside / write.median());
    }

    private void report(Orders input, String contestant, Seconds seconds, String found) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rows", input.rows());
        row.put("files", input.files());
        row.put("what", contestant);
        row.put("median s", seconds.median());
        row.put("min s", seconds.min());
        row.put("max s", seconds.max());
        row.put("runs", seconds.count());
        row.put("found", found);
        results.add(row);
        results.write(out);
        System.out.println(row);
    }

    private void claim(String sentence, Object... numbers) throws IOException {
        results.claim(String.format(Locale.ROOT, sentence, numbers));
        results.write(out);
    }
}
