package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.layout.ExpectedRows;
import io.preflightguard.layout.PathRows;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyShare;
import io.preflightguard.spark.sample.InputSampler;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.SamplePlan;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of each partition path, from a sample.
 *
 * @param expected the rows of each path
 * @param filesAsTheyLie about how many files there would be at least if the input were written as it lies: paths that are
 *     rare in an input partition are left out
 */
record PathSample(ExpectedRows expected, double filesAsTheyLie) {

    /** Hudi hands over rows whose keys it has yet to compute, so each partition that is read costs what a write of it begins with. */
    private static final int FIRST_LOOK = 4;

    /**
     * Samples the paths.
     *
     * @param isCertain whether what was read so far is enough
     * @return empty if rows come out of a shuffle, or a sample cannot tell how many there are
     */
    static Optional<PathSample> of(Dataset<Row> rows, Column path, GuardConfig config, Predicate<PathSample> isCertain)
            throws IOException, InterruptedException {
        KeyColumn key = KeyColumn.text(KeyRole.PARTITION_PATH, "partition path", path);
        SamplePlan plan;
        try {
            plan = InputSampler.plan(rows, new SampleRequest(List.of(key), null), config);
        } catch (UnreadableInputException behindAShuffle) {
            return Optional.empty();
        }
        int partitions = plan.inputPartitions();
        Sampled sampled = plan.read(1, FIRST_LOOK, soFar -> of(soFar, partitions)
                .map(isCertain::test)
                .orElse(false));
        return of(sampled, partitions);
    }

    private static Optional<PathSample> of(Sampled sampled, int partitions) {
        Estimate total = sampled.inputRows();
        if (total == null || sampled.rowsRead() == 0) {
            return Optional.empty();
        }
        KeySample sample = sampled.samples().get(0);
        double seen = sample.splits().stream()
                .mapToDouble(split -> split.frequent().size())
                .sum();
        return Optional.of(new PathSample(
                expected(KeyProfile.of(sample, sampled.confidence()), total),
                seen / Math.max(1, sample.splits().size()) * partitions));
    }

    private static ExpectedRows expected(KeyProfile profile, Estimate total) {
        List<PathRows> paths = new ArrayList<>();
        for (KeyShare share : profile.top()) {
            if (share.key() != null) {
                paths.add(new PathRows(share.key(), share.share().times(total, Unit.COUNT)));
            }
        }
        return new ExpectedRows(paths, total, profile.unseen().high() * total.high());
    }
}
