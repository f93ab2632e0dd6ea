package io.preflightguard.skew;

import io.preflightguard.Estimate;

/** How much more of the input would decide what a sample leaves open. Pure. */
final class MoreReading {

    private static final String KEY = "spark.guard.sample.max-partitions";

    private MoreReading() {}

    /**
     * What would bring an interval down to one side of a limit if the estimate stays where it is: its width shrinks as
     * {@code sqrt((1 - n/N) / n)} for {@code n} of {@code N} partitions (Cochran, "Sampling Techniques", 3rd ed., 1977,
     * 2.6).
     */
    static String toDecide(KeySample sample, Estimate estimate, double limit) {
        if (sample.isComplete()) {
            return "Every row was counted, and only the bounds of that count leave it open: treat the key as hot.";
        }
        if (sample.truncated()) {
            return "Raise spark.guard.sample.max-rows to decide it, or read splittable files such as Parquet.";
        }
        double distance = Math.abs(estimate.value() - limit);
        double width =
                estimate.value() > limit ? estimate.value() - estimate.low() : estimate.high() - estimate.value();
        double shrink = Math.min(1, distance / width);
        double read = sample.splits().size();
        double all = sample.splitsInAll();
        return advice(sample, 1 / (1 / all + shrink * shrink * (1 / read - 1 / all)));
    }

    /**
     * What would bring the share that a key nobody saw may have down to {@code allowed}; the share is proportional to
     * {@code 1 - alpha^(1/n)}, see {@link KeyProfile#unseen()}.
     */
    static String toRuleOutUnseen(KeyProfile profile, double allowed) {
        KeySample sample = profile.sample();
        Estimate unseen = profile.unseen();
        double read = Math.max(1, sample.splits().size());
        double alpha = 1 - unseen.confidence();
        double now = 1 - Math.pow(alpha, 1 / read);
        double wanted = now * allowed / unseen.high();
        return advice(sample, wanted > 0 ? Math.log(alpha) / Math.log1p(-Math.min(now, wanted)) : Double.MAX_VALUE);
    }

    /** What to do where too little was read to say how much more it takes. */
    static String ofAnything(KeySample sample) {
        return advice(sample, 2.0 * sample.splits().size());
    }

    private static String advice(KeySample sample, double partitions) {
        int read = sample.splits().size();
        double needed = Math.max(read + 1.0, Math.ceil(partitions));
        return needed < sample.splitsInAll()
                ? "Read about " + (int) needed + " instead of " + read + " of the " + sample.splitsInAll()
                        + " input partitions to decide it: " + KEY + "=" + (int) needed + "."
                : "Read all " + sample.splitsInAll() + " input partitions instead of " + read + " to decide it: " + KEY
                        + "=" + sample.splitsInAll() + ".";
    }
}
