package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.statistics.StudentT;

/** Turns a key's counts per partition into a share with its interval; see {@link KeyProfile} for the method. */
final class ShareInterval {

    private final KeySample sample;
    private final double confidence;
    private final double critical;

    /**
     * @param topShare the largest share the sample shows; {@code 1 / topShare} keys may compete for it
     */
    ShareInterval(KeySample sample, double confidence, double topShare) {
        this.sample = sample;
        this.confidence = confidence;
        double comparisons = Math.ceil(1 / Math.max(topShare, 1e-6));
        int degrees = Math.max(1, sample.splits().size() - 1);
        this.critical = StudentT.critical((1 - confidence) / comparisons, degrees);
    }

    Estimate of(KeyProfile.Tally tally) {
        double rows = sample.rows();
        double share = tally.middle() / rows;
        double atLeast = tally.atLeast() / rows;
        double atMost = Math.min(1, tally.atMost() / rows);
        if (sample.isComplete()) {
            return new Estimate(share, atLeast, atMost, 1, Unit.SHARE);
        }
        if (sample.splits().size() < 2) {
            return new Estimate(share, 0, 1, confidence, Unit.SHARE);
        }
        double size = effectiveRows(share, tally.perSplit());
        return new Estimate(
                share,
                Math.min(share, wilson(atLeast, size, -1)),
                Math.max(share, wilson(atMost, size, 1)),
                confidence,
                Unit.SHARE);
    }

    /** How many independent rows would leave the share as uncertain as these partitions leave it. */
    private double effectiveRows(double share, double[] perSplit) {
        int splits = perSplit.length;
        double meanRows = (double) sample.rows() / splits;
        double squares = 0;
        for (int i = 0; i < splits; i++) {
            double residual = perSplit[i] - share * sample.splits().get(i).rows();
            squares += residual * residual;
        }
        double unread = sample.truncated() ? 1 : 1 - (double) splits / sample.splitsInAll();
        double variance = unread * squares / (splits - 1) / (splits * meanRows * meanRows);
        if (share <= 0 || share >= 1) {
            // A key that has all or none of what was read: a partition is then worth one observation, not its rows.
            return splits;
        }
        return variance == 0 ? sample.rows() : Math.min(sample.rows(), share * (1 - share) / variance);
    }

    /** One end of Wilson's score interval for a share seen among {@code size} independent rows. */
    private double wilson(double share, double size, int sign) {
        double z2 = critical * critical;
        double center = share + z2 / (2 * size);
        double spread = critical * Math.sqrt(share * (1 - share) / size + z2 / (4 * size * size));
        double end = (center + sign * spread) / (1 + z2 / size);
        return Math.max(0, Math.min(1, end));
    }
}
