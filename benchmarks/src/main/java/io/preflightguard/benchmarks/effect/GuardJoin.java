package io.preflightguard.benchmarks.effect;

import io.preflightguard.spark.skew.JoinKind;
import io.preflightguard.spark.skew.SkewJoin;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The guard's own treatment, at its defaults. */
final class GuardJoin {

    private GuardJoin() {}

    static Dataset<Row> of(JoinInputs inputs, Kind kind) throws IOException, InterruptedException {
        return SkewJoin.of(inputs.left(), inputs.right())
                .on("k")
                .kind(JoinKind.valueOf(kind.name()))
                .plan()
                .join();
    }
}
