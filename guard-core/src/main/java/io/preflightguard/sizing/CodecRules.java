package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Optional;

/** Judges whether a slower codec pays on these rows. Pure. */
final class CodecRules {

    private static final String CODEC_KEY = "spark.io.compression.codec";

    /** Spark's default, and the one that costs the least time of those that compress. */
    private static final String FAST = "lz4";

    private static final String THOROUGH = "zstd";

    /** What zstd must save for the time it takes; on rows that suit it, it saves a third to a half. */
    private static final double WORTH = 0.1;

    private CodecRules() {}

    /**
     * A finding if zstd is in effect and saves less than a tenth of lz4's bytes, wherever in their intervals both lie.
     *
     * @param diskBytes compressed bytes of all shuffles of the write, by the codec in effect
     */
    static Optional<Finding> judge(RowBytes bytes, Estimate diskBytes) {
        if (!bytes.codec().equals(THOROUGH) || !bytes.compressed().containsKey(FAST) || diskBytes.high() == 0) {
            return Optional.empty();
        }
        Estimate thorough = bytes.after(THOROUGH);
        Estimate fast = bytes.after(FAST);
        double most = 1 - thorough.low() / fast.high();
        if (!(most < WORTH)) {
            return Optional.empty();
        }
        double saved = Math.max(0, 1 - thorough.value() / fast.value());
        double bytesSaved = diskBytes.value() / (1 - saved) - diskBytes.value();
        return Optional.of(new Finding(
                RuleCatalog.CODEC_NOT_WORTH_IT,
                RuleCatalog.CODEC_NOT_WORTH_IT.severity(),
                CODEC_KEY,
                "zstd takes more time than lz4 and saves " + Unit.SHARE.format(saved) + " on these rows, "
                        + Unit.BYTES.format(bytesSaved) + " of all shuffles",
                Estimate.exact(saved, Unit.SHARE),
                new Limit(Estimate.exact(WORTH, Unit.SHARE), "what zstd must save for the time it takes"),
                "Launch with --conf " + CODEC_KEY + "=" + FAST + ".",
                List.of(new Remedy.NeedsLaunchConf(CODEC_KEY, FAST))));
    }
}
