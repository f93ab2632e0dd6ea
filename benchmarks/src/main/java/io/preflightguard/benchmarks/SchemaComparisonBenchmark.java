package io.preflightguard.benchmarks;

import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.avro.AvroSchemas;
import io.preflightguard.schema.evolution.EvolutionLevel;
import io.preflightguard.schema.evolution.EvolutionRules;
import io.preflightguard.schema.evolution.SchemaVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long two versions of a contract of 1,000 fields take to compare: alike, and with every tenth field changed.
 *
 * <pre>{@code ./mvnw -Pfull,benchmark -pl benchmarks -am verify -DskipTests -Dbenchmark.arguments="SchemaComparison"}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls write() first
public class SchemaComparisonBenchmark {

    /** How many top-level fields each version has; a tenth of them are structs of three more. */
    @Param("1000")
    public int fields;

    private String text;
    private SchemaVersion before;
    private DeclaredSchema alike;
    private DeclaredSchema changed;

    /** Makes the schemas. */
    @Setup
    public void write() {
        text = schema("string");
        before = new SchemaVersion("before", AvroSchemas.parse(text));
        alike = AvroSchemas.parse(text);
        changed = AvroSchemas.parse(schema("bytes"));
    }

    private String schema(String every10th) {
        StringBuilder schema = new StringBuilder("{\"type\":\"record\",\"name\":\"Wide\",\"fields\":[");
        for (int i = 0; i < fields; i++) {
            schema.append(i == 0 ? "" : ",").append("{\"name\":\"f").append(i).append("\",\"type\":[\"null\",");
            if (i % 10 == 1) {
                schema.append("{\"type\":\"record\",\"name\":\"R")
                        .append(i)
                        .append(
                                "\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"double\"},")
                        .append("{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");
            } else {
                schema.append(i % 10 == 0 ? "\"" + every10th + "\"" : "\"long\"");
            }
            schema.append("],\"default\":null}");
        }
        return schema.append("]}").toString();
    }

    /** Nothing changed. */
    @Benchmark
    public Object compareAlike() {
        return EvolutionRules.judge(EvolutionLevel.ADDITIVE, RegistryLevel.NONE, List.of(before), alike);
    }

    /** A hundred fields changed. */
    @Benchmark
    public Object compareChanged() {
        return EvolutionRules.judge(EvolutionLevel.ADDITIVE, RegistryLevel.NONE, List.of(before), changed);
    }

    /** Reading one of them from text. */
    @Benchmark
    public Object read() {
        return AvroSchemas.parse(text);
    }
}
