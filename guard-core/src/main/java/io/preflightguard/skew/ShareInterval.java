package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.statistics.BoundedMean;
import io.preflightguard.statistics.StudentT;
import java.util.function.DoubleUnaryOperator;

/** Turns counts per partition into a share with its interval; see {@link KeyProfile} for the method. */
final class ShareInterval {

    /** Of the allowed error, what the upper end may have: too low an upper end is how a hot key passes. */
    private static final double ERROR_ABOVE = 0.2;

    private final SplitSpread splits;
    private final double rows;
    private final double unlisted;
    private final double unread;
    private final boolean complete;
    private final double confidence;
    private final boolean mixed;
    private final double errorBelow;
    private final double errorAbove;
    private final double draws;
    private final double all;

    /** @param mixed whether the partitions are known to hold the same keys */
    ShareInterval(KeySample sample, SplitSpread splits, double confidence, boolean mixed) {
        this.splits = splits;
        this.rows = splits.rows();
        this.unlisted = sample.unlistedAtMost();
        this.complete = sample.isComplete();
        this.confidence = confidence;
        this.mixed = mixed;
        this.errorAbove = (1 - confidence) * ERROR_ABOVE;
        this.errorBelow = (1 - confidence) - errorAbove;
        int read = splits.read();
        this.unread = sample.truncated() ? 1 : 1 - (double) read / sample.splitsInAll();
        this.draws = splits.draws();
        this.all = sample.truncated() ? Double.POSITIVE_INFINITY : draws * sample.splitsInAll() / Math.max(1, read);
    }

    /** The share of one thing that was chosen before the sample was seen. */
    Estimate ofOne(Tally tally) {
        return of(tally, share -> 1);
    }

    /**
     * The share of one of many things whose shares add up to 1 at most; all these intervals hold together. Each has its
     * own share of the error (Bonferroni with weights), as there can be only {@code 1 / p} things with a share of
     * {@code p}: being picked for having come out large does no harm then.
     */
    Estimate ofEach(Tally tally) {
        return of(tally, share -> Math.max(share, Double.MIN_NORMAL));
    }

    private Estimate of(Tally tally, DoubleUnaryOperator weight) {
        double share = tally.middle() / rows;
        return new Estimate(
                share,
                Math.min(share, low(tally, weight)),
                Math.max(share, high(tally, 0, weight)),
                complete ? 1 : confidence,
                Unit.SHARE);
    }

    /** The lower end of {@link #ofEach}. */
    double lowOfEach(Tally tally) {
        return low(tally, share -> Math.max(share, Double.MIN_NORMAL));
    }

    /**
     * The upper end of {@link #ofOne}.
     *
     * @param unlisted a share of the rows read that the tally does not have and that may belong to it
     */
    double highOfOne(Tally tally, double unlisted) {
        return high(tally, unlisted, share -> 1);
    }

    /** The share of a key that was listed nowhere. */
    Estimate ofUnseen(double spread) {
        if (complete) {
            return Estimate.exact(0, Unit.SHARE);
        }
        double seen = Math.min(1, unlisted / Math.max(1, rows));
        double high = highWhateverIsUnread(seen);
        if (mixed) {
            double shortfall = reach(errorAbove / 2) * Math.sqrt(spread / splits.read());
            if (shortfall < 1) {
                // Half the error for what a partition's rows are by chance, half for which partitions were drawn.
                double inThose = BoundedMean.high(seen, rows, Double.POSITIVE_INFINITY, share -> errorAbove / 2);
                high = Math.min(high, inThose / (1 - shortfall));
            }
        }
        return new Estimate(0, 0, high, confidence, Unit.SHARE);
    }

    /**
     * The upper end of the share of something chosen before the sample was seen, of which any part may lie in partitions
     * that were not read.
     *
     * @param seen its largest possible share of the rows read
     */
    double highWhateverIsUnread(double seen) {
        return high(Math.min(1, seen), share -> errorAbove);
    }

    private double high(double seen, DoubleUnaryOperator error) {
        if (complete) {
            return seen;
        }
        return rows == 0 || splits.read() < 2 ? 1 : BoundedMean.high(seen, draws, all, error);
    }

    private double low(Tally tally, DoubleUnaryOperator weight) {
        if (rows == 0) {
            return 0;
        }
        double seen = tally.atLeast() / rows;
        if (complete) {
            return seen;
        }
        if (splits.read() < 2) {
            return 0;
        }
        if (isByVariance(tally)) {
            double share = tally.middle() / rows;
            return wilson(seen, effectiveRows(tally), -reach(errorBelow * weight.applyAsDouble(share)));
        }
        return BoundedMean.low(seen, draws, all, share -> errorBelow * weight.applyAsDouble(share));
    }

    private double high(Tally tally, double unlisted, DoubleUnaryOperator weight) {
        double seen = Math.min(1, tally.atMost() / rows + unlisted);
        if (complete || !isByVariance(tally)) {
            return high(seen, share -> errorAbove * weight.applyAsDouble(share));
        }
        double share = tally.middle() / rows;
        return wilson(seen, effectiveRows(tally), reach(errorAbove * weight.applyAsDouble(share)));
    }

    /** Whether the variance between partitions tells the whole: what is in few partitions may be in few others too. */
    private boolean isByVariance(Tally tally) {
        return mixed || (splits.isKnown() && splits.relative(tally) <= SplitSpread.MOST_RELATIVE_VARIANCE);
    }

    /** How many standard errors to go for a one-sided error. */
    private double reach(double error) {
        return StudentT.critical(Math.min(0.999, 2 * error), splits.read() - 1);
    }

    /** How many independent rows would leave the share as uncertain as these partitions leave it. */
    private double effectiveRows(Tally tally) {
        int read = splits.read();
        double share = tally.middle() / rows;
        if (share >= 1) {
            return read; // a partition is worth one observation, not its rows
        }
        double meanRows = rows / read;
        double variance = unread * splits.variance(tally) / (read * meanRows * meanRows);
        return variance == 0 ? rows : Math.max(1, Math.min(rows, share * (1 - share) / variance));
    }

    /** One end of Wilson's score interval for a share seen among {@code size} independent rows. */
    private static double wilson(double share, double size, double reach) {
        double z2 = reach * reach;
        double center = share + z2 / (2 * size);
        double spread = Math.sqrt(z2) * Math.sqrt(share * (1 - share) / size + z2 / (4 * size * size));
        double end = (center + Math.signum(reach) * spread) / (1 + z2 / size);
        return Math.max(0, Math.min(1, end));
    }
}
