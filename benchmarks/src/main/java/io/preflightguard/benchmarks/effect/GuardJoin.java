package io.preflightguard.benchmarks.effect;

import io.preflightguard.spark.skew.JoinKind;
import io.preflightguard.spark.skew.SkewJoin;
import io.preflightguard.spark.skew.SkewJoinPlan;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The guard's own treatment, at its defaults. */
final class GuardJoin {

    private static final List<String> KEY = List.of("k");

    private GuardJoin() {}

    static Dataset<Row> of(JoinInputs inputs, Kind kind) throws IOException, InterruptedException {
        return plan(inputs, kind).join();
    }

    /** What it does, in one line. */
    static String explain(JoinInputs inputs, Kind kind) throws IOException, InterruptedException {
        return plan(inputs, kind).explain().replaceAll("\\R\\s*", "; ");
    }

    private static SkewJoinPlan plan(JoinInputs inputs, Kind kind) throws IOException, InterruptedException {
        return SkewJoin.of(inputs.left(), inputs.right())
                .on(KEY, KEY) // both sides' key columns stay in the result, as with the others here
                .kind(JoinKind.valueOf(kind.name()))
                .plan();
    }
}
