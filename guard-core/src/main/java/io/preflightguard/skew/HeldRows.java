package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import org.jspecify.annotations.Nullable;

/** What keys of one side of a join take as objects on the heap, in bytes. Pure. */
final class HeldRows {

    /** Beside its bytes a row has an UnsafeRow, an array's header and a reference, on a 64-bit JVM. */
    private static final double PER_ROW = 56;

    private static final double PER_ROW_AT_MOST = 80;

    private final JoinedRows side;
    private final Estimate bytesPerRow;
    private final @Nullable ByteWeights weights;

    /** @param weights null for a side without rows */
    private HeldRows(JoinedRows side, Estimate bytesPerRow, @Nullable ByteWeights weights) {
        this.side = side;
        this.bytesPerRow = bytesPerRow;
        this.weights = weights;
    }

    /** Null if it is not known what rows weigh. */
    static @Nullable HeldRows of(JoinedRows side) {
        Estimate bytes = side.bytes();
        ByteWeights weights =
                ByteWeights.of(side.profile().sample(), side.profile().confidence());
        if (side.rows().high() == 0) {
            return new HeldRows(side, Estimate.exact(0, Unit.BYTES), null);
        }
        return bytes == null || weights == null || side.rows().value() == 0
                ? null
                : new HeldRows(side, bytes.times(1 / side.rows().value(), Unit.BYTES), weights);
    }

    JoinedRows side() {
        return side;
    }

    /** The rows of a key; of a side that was not read to the end of its partitions, perhaps all of them. */
    Estimate of(KeyShare key) {
        return weights == null ? bytesPerRow : objects(key.share(), weights.ofAny(key.hash()));
    }

    /** The rows of a key that was not seen, if there is one. */
    Estimate unseen() {
        Estimate share = side.profile().unseen();
        return weights == null
                ? bytesPerRow
                : objects(new Estimate(0, 0, share.high(), share.confidence(), Unit.SHARE), weights.ofUnseen());
    }

    private Estimate objects(Estimate share, Estimate weight) {
        boolean cut = side.profile().sample().truncated();
        Estimate rows = side.rows().times(share, Unit.COUNT);
        Estimate bytes = rows.times(bytesPerRow, Unit.BYTES).times(weight, Unit.BYTES);
        double value = bytes.value() + PER_ROW * rows.value();
        double most = cut
                ? side.rows().high() * (bytesPerRow.high() + PER_ROW_AT_MOST)
                : bytes.high() + PER_ROW_AT_MOST * rows.high();
        return new Estimate(
                value,
                cut ? 0 : bytes.low() + PER_ROW * rows.low(),
                Math.max(value, most),
                Math.min(rows.confidence(), bytes.confidence()),
                Unit.BYTES);
    }
}
