package io.preflightguard.spark.skew;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyedShuffle;
import io.preflightguard.skew.SkewRules;
import io.preflightguard.spark.sample.InputSampler;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Samples a frame for a treatment: reads on until it is certain whether a key is hot, or the budget is spent. */
final class KeySampling {

    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    private KeySampling() {}

    /**
     * @param keys the key that decides, and whatever else is to be counted with it
     * @param partitions how many partitions the treated shuffle has
     */
    static Sampled read(Dataset<Row> frame, List<KeyColumn> keys, int partitions, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        return read(frame, new SampleRequest(keys, null), partitions, config);
    }

    static Sampled read(Dataset<Row> frame, SampleRequest request, int partitions, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        KeyedShuffle shuffle = new KeyedShuffle(partitions, true, SHUFFLE_PARTITIONS);
        return InputSampler.plan(frame, request, config)
                .read(1, sampled -> SkewRules.isDecided(profile(sampled), shuffle, null, null, config));
    }

    /** The profile of the key that was asked for first. */
    static KeyProfile profile(Sampled sampled) {
        return KeyProfile.of(sampled.samples().get(0), sampled.confidence());
    }

    /** Weighs a frame's rows and looks once, whatever is found. */
    static Sampled weigh(Dataset<Row> frame, SampleRequest request, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        return InputSampler.plan(frame, request, config).read(1, unused -> true);
    }
}
