package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyedShuffle;
import io.preflightguard.skew.ShuffleConsumer;
import io.preflightguard.skew.SkewRules;
import io.preflightguard.skew.TaskResources;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sizing.ClusterProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How evenly rows spread over keys, and what that does to the tasks that get them. */
final class SkewSteps {

    private final WriteRequest request;
    private final HudiWrite write;
    private final WriteShuffles shuffles;

    SkewSteps(WriteRequest request, WriteShuffles shuffles) {
        this.request = request;
        this.write = shuffles.write();
        this.shuffles = shuffles;
    }

    /** Whether more of the same would not change what is said of the keys. */
    boolean isCertain(Sampled sampled) {
        return sampled.samples().stream()
                .allMatch(sample -> SkewRules.isDecided(
                        KeyProfile.of(sample, sampled.confidence()),
                        shuffleBy(sample.role()),
                        inputBytes(sampled),
                        taskResources(),
                        request.config()));
    }

    private static @Nullable Estimate inputBytes(Sampled sampled) {
        RowSample rows = sampled.rows();
        Estimate inputRows = sampled.inputRows();
        return rows == null || inputRows == null
                ? null
                : inputRows.times(rows.bytes().raw(), Unit.BYTES);
    }

    /** @param uncountable columns that were to be counted and cannot be */
    List<CheckResult> judge(Sampled samples, List<String> uncountable) {
        List<CheckResult> results = new ArrayList<>();
        for (KeySample sample : samples.samples()) {
            results.add(SkewRules.judge(
                    KeyProfile.of(sample, samples.confidence()),
                    shuffleBy(sample.role()),
                    inputBytes(samples),
                    taskResources(),
                    request.config()));
        }
        for (String column : uncountable) {
            results.add(new CheckResult(
                    "skew: key column " + column,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "Spark cannot hash a column of its type",
                            "Name a column that the job can join or group by.")));
        }
        if (!write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            results.add(new CheckResult(
                    "skew: partition path " + String.join(",", write.partitionFields()),
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "the key generator makes paths that the guard cannot compute",
                            "Name the columns in spark.guard.skew.key-columns to check them as they are.")));
        }
        if (taskResources() == null && !results.isEmpty()) {
            results.add(coresUnknown("skew: memory of a task"));
        }
        return results.isEmpty()
                ? List.of(new CheckResult(
                        SampleSteps.KEYS,
                        new Outcome.Skipped(
                                Outcome.SkipReason.NOT_APPLICABLE,
                                "the write names no key column that the guard can compute",
                                "Name columns with spark.guard.skew.key-columns.")))
                : results;
    }

    private KeyedShuffle shuffleBy(KeyRole role) {
        if (role == KeyRole.KEY_COLUMN) {
            int partitions = Integer.parseInt(request.spark().conf().get(WriteParallelism.SHUFFLE_PARTITIONS));
            return new KeyedShuffle(partitions, true, WriteParallelism.SHUFFLE_PARTITIONS);
        }
        // Hudi combines rows of one record key before it shuffles them, so a hot one sends a row a task.
        boolean happens = role == KeyRole.PARTITION_PATH && write.shufflesByPath();
        ShuffleShape shape = happens ? shuffles.shape() : null;
        return new KeyedShuffle(
                shuffles.partitions(),
                happens,
                write.parallelismOption(),
                shape != null && shape.buffers() ? ShuffleConsumer.SPILLS : ShuffleConsumer.STREAMS,
                !write.recordKeys().isEmpty());
    }

    private @Nullable TaskResources taskResources() {
        if (!ClusterProbe.knowsCores(request.spark(), request.config())) {
            return null;
        }
        // Skew does not ask for disk, which no task may have seen.
        Fleet fleet = ClusterProbe.fleet(request.spark(), request.config(), OptionalLong.of(0));
        return new TaskResources(fleet.executionMemoryPerTask(), fleet.slots());
    }

    static CheckResult coresUnknown(String check) {
        return SampleSteps.skipped(
                check,
                Outcome.SkipReason.NOT_POSSIBLE,
                "the cores of an executor are not known, so nor is the memory that a task has",
                "State spark.guard.fleet.cores-per-worker, or set spark.executor.cores.");
    }
}
