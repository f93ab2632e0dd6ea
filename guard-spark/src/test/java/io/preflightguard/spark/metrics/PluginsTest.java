package io.preflightguard.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.ForkedJvm;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's own metrics system shows of a session with the guard's plugins. */
class PluginsTest {

    private static final Pattern GAUGE = Pattern.compile("GAUGE plugin\\.(\\S+)=(-?\\d+)");

    @TempDir
    Path folder;

    @Test
    void sparkShowsTheDiskOfTheExecutorAndTheGuardsNumbers() throws Exception {
        ForkedJvm.Result result = ForkedJvm.run(PluginsJob.class, 512, folder.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .as("a session that is over is not measured, and nothing throws")
                .containsPattern("STOPPED complete=Optional(\\.empty|\\[false])");
        Map<String, Long> gauges = GAUGE.matcher(result.output())
                .results()
                .collect(Collectors.toMap(
                        (MatchResult found) -> found.group(1), found -> Long.parseLong(found.group(2))));
        assertThat(gauges).as(result.output()).isNotEmpty();
        String disk = LocalDiskPlugin.class.getName() + ".";
        assertThat(gauges.get(disk + "local-dir.0.free-bytes")).isPositive();
        assertThat(gauges.get(disk + "local-dir.0.used-bytes")).isPositive();
        assertThat(gauges.get(disk + "shuffle-bytes")).as("100,000 longs").isBetween(100_000L, 10_000_000L);
        assertThat(gauges.get(disk + "cached-bytes")).isPositive();
        assertThat(gauges).containsEntry(disk + "spill-bytes", 0L).containsEntry(disk + "temp-shuffle-bytes", 0L);
        String guard = GuardMetricsPlugin.class.getName() + ".";
        assertThat(gauges)
                .containsEntry(guard + "predicted.shuffle-bytes", 7L)
                .containsEntry(guard + "fact.shuffle-bytes", 9L)
                .containsEntry(guard + "fact.tasks", 5L)
                .containsEntry(guard + "predicted.rows", -1L)
                .containsEntry(guard + "findings.PREDICTION_MISSED", 0L)
                .containsEntry(guard + "findings.KEY_SKEW", 0L);
    }
}
