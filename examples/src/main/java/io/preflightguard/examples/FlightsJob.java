package io.preflightguard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The main job: real flights of 2001, written to a copy-on-write Hudi table under guard, in four scenes. Exits 0 only if
 * every scene ended as it should.
 *
 * <pre>{@code ./mvnw -Pdemo [-Ddemo.arguments="--input /path/to/flights-3m.parquet"]}</pre>
 */
public final class FlightsJob {

    private static final String USAGE = "usage: FlightsJob [--input PARQUET] [--contract AVSC] [--work FOLDER]";

    private FlightsJob() {}

    /** Runs the job and ends the JVM with its exit code. */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(arguments, System.out));
    }

    /** Runs the job; returns 0 if every scene ended as it should, 1 if one did not, 2 for wrong arguments. */
    static int run(String[] arguments, PrintStream out) throws IOException {
        Arguments given;
        try {
            given = Arguments.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            out.println(USAGE);
            return 2;
        }
        Path work = given.work() == null ? Files.createTempDirectory("preflight-guard-demo") : Path.of(given.work());
        long start = System.nanoTime();
        out.println("Starting Spark; input " + given.input());
        try (SparkSession spark = DemoSession.start()) {
            Flights flights = Flights.read(spark, given.input());
            List<Scene> scenes = List.of(new CleanScene(), new SkewedScene(), new DriftedScene(), new TightDiskScene());
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                Scene scene = scenes.get(i);
                out.println();
                out.println("=== " + (i + 1) + " of " + scenes.size() + ", " + scene.title());
                Stage stage = new Stage(spark, flights, given.contract(), work, out);
                try {
                    scene.play(stage);
                    out.println("--> ended as it should (" + seconds(start) + " since the start)");
                } catch (SceneFailedException failed) {
                    failures.add(scene.title());
                    out.println("--> DID NOT END AS IT SHOULD: " + failed.getMessage());
                }
            }
            out.println();
            out.println(
                    failures.isEmpty()
                            ? "All " + scenes.size() + " scenes ended as they should, in " + seconds(start) + "."
                            : failures.size() + " of " + scenes.size() + " scenes did not end as they should: "
                                    + failures);
            return failures.isEmpty() ? 0 : 1;
        } finally {
            if (given.work() == null) {
                Folders.delete(work);
            }
        }
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - start) / 1e9);
    }

    private record Arguments(
            String input, String contract, @Nullable String work) {

        static Arguments parse(String[] arguments) {
            String input = "data/flights-2001.parquet";
            String contract = "contracts/flights.avsc";
            String work = null;
            List<String> rest = new ArrayList<>(Arrays.asList(arguments));
            while (!rest.isEmpty()) {
                String name = rest.remove(0);
                if (!List.of("--input", "--contract", "--work").contains(name)) {
                    throw new IllegalArgumentException("unknown argument " + name);
                }
                if (rest.isEmpty()) {
                    throw new IllegalArgumentException(name + " needs a value");
                }
                String value = rest.remove(0);
                switch (name) {
                    case "--input" -> input = value;
                    case "--contract" -> contract = value;
                    default -> work = value;
                }
            }
            if (!Files.exists(Path.of(input))) {
                throw new IllegalArgumentException("input " + input + " does not exist");
            }
            return new Arguments(input, contract, work);
        }
    }
}
