package io.preflightguard.skew;

/**
 * Above which a key is hot.
 *
 * @param maxRatio the most work one key may make, as a multiple of the mean task's; above 0
 * @param bytesPerTask the most uncompressed bytes one key may bring to a task: what its execution memory holds
 */
public record SaltLimits(double maxRatio, double bytesPerTask) {

    public SaltLimits {
        if (!(maxRatio > 0) || !(bytesPerTask > 0)) {
            throw new IllegalArgumentException(
                    "Limits are above 0: got a ratio of " + maxRatio + " and " + bytesPerTask + " bytes");
        }
    }
}
