package io.preflightguard.hudi;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.shuffle.RecordProbe;
import io.preflightguard.hudi.shuffle.RecordWeight;
import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RecordOptions;
import io.preflightguard.hudi.write.RecordShuffle;
import io.preflightguard.hudi.write.RecordWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.spark.sample.DrawnRows;
import io.preflightguard.spark.sample.FollowedKeys;
import io.preflightguard.spark.sample.RowSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a write's shuffles of records weigh, from records made of drawn rows.
 *
 * @param bytes what a record weighs in the last of them
 * @param volume bytes of all of them as a multiple of what the last one's would be if every record had a key of its own
 */
record RecordSizing(RowBytes bytes, Estimate volume) {

    /**
     * What the layout of the blocks may be off by. Not a statistic: to be set by the tuning set of
     * docs/shuffle-accuracy.md.
     */
    private static final double MARGIN = 0.12;

    /** More records of an existing table may carry the place where they are stored. */
    private static final double LOCATION_MARGIN = 0.3;

    /** Of an interval that is a margin for what is not looked at: so much that no write is refused over it. */
    private static final double MODELLED = 0.5;

    /**
     * Fewer rows need not look like the others. The sample brings 8 MiB to the driver: so many of rows of up to 40 kB.
     */
    private static final int LEAST_DRAWN = 200;

    /** Why records cannot be weighed, or null if they can. */
    static Outcome.@Nullable Skipped obstacle(
            RowSample rows, HudiWrite write, RecordOptions options, @Nullable ExistingFiles existing)
            throws IOException {
        int drawn = rows.drawn().count();
        if (drawn > 0 && drawn < LEAST_DRAWN && drawn < rows.rowsRead()) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.NOT_POSSIBLE,
                    "rows of " + Unit.BYTES.format(rows.bytes().raw().value()) + " are so heavy that only " + drawn
                            + " were brought to the driver, and " + LEAST_DRAWN
                            + " are needed to tell what Hudi's records of them weigh",
                    "Keep large values in files and their paths in the table, or watch local disk and spill in Spark's"
                            + " own metrics.");
        }
        String unknown = unknown(rows, write, options, existing);
        return unknown == null ? null : SizingSteps.shufflesNotKnown(unknown);
    }

    private static @Nullable String unknown(
            RowSample rows, HudiWrite write, RecordOptions options, @Nullable ExistingFiles existing)
            throws IOException {
        if (rows.drawn().count() == 0) {
            return "no rows could be drawn to make records of";
        }
        if (!write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            return "the key generator makes paths that the guard cannot compute";
        }
        if (!options.locatesRecords()) {
            return null;
        }
        if (existing == null) {
            return "the table could not be opened (see the check '" + SchemaSteps.AGAINST_TABLE + "')";
        }
        if (existing.slices().isEmpty()) {
            return null;
        }
        if (options.comparesWithFiles()) {
            return "a bloom index shuffles each key once for every file whose key range may have it";
        }
        if (options.shufflesStoredRows()) {
            return "a global index that lets records change their path shuffles the stored rows it finds, whole";
        }
        return options.shufflesStoredKeys() && !StoredRowCount.isKnown(existing.slices())
                ? "no commit on the timeline tells how many rows the base files have, whose keys are shuffled"
                : null;
    }

    /**
     * @param rows with some rows drawn
     * @param existing what the table has; null if it could not be opened, which then must not matter: ask
     *     {@link #obstacle} first
     * @param keys the record keys that were followed, or null if none were
     */
    static RecordSizing of(
            RowSample rows,
            Estimate inputRows,
            RecordWrite write,
            RecordOptions options,
            @Nullable ExistingFiles existing,
            @Nullable FollowedKeys keys,
            GuardConfig config)
            throws IOException {
        RowBytes ofRows = rows.bytes();
        Set<String> codecs = ofRows.compressed().keySet();
        List<RecordWeight> weights = RecordProbe.weigh(rows.drawn(), write, codecs, config.seed());
        RecordWeight last = weights.get(weights.size() - 1);
        double scale = ofRows.raw().value() / rows.drawn().bytesPerRow();
        Map<String, Estimate> compressed = new TreeMap<>();
        ofRows.compressed()
                .forEach((codec, spread) -> compressed.put(codec, scaled(spread, last.after(codec), scale, MARGIN)));
        String codec = ofRows.codec();
        double base = last.after(codec);
        double all = weights.stream().mapToDouble(weight -> weight.after(codec)).sum() / base;
        boolean combines = write.shuffles().get(0) == RecordShuffle.COMBINE;
        Estimate ofRecords = keys == null || !combines
                ? new Estimate(all, all, all, MODELLED, Unit.RATIO)
                : combined(all, weights.get(0).after(codec) / base, keys, inputRows);
        List<FileSliceState> stored = existing == null || !options.locatesRecords() ? List.of() : existing.slices();
        Estimate volume = stored.isEmpty()
                ? ofRecords
                : withStored(
                        ofRecords,
                        base,
                        scale,
                        rows.drawn(),
                        inputRows,
                        write,
                        stored,
                        options.shufflesStoredKeys(),
                        codec);
        return new RecordSizing(
                new RowBytes(scaled(ofRows.raw(), last.rawBytes(), scale, 0), codec, compressed), volume);
    }

    /**
     * Of one key the combining shuffle leaves one record, and within a map task it does before it writes. Rows that were
     * not read may repeat keys of others.
     *
     * @param first the combining shuffle's part of {@code all}
     */
    private static Estimate combined(double all, double first, FollowedKeys keys, Estimate inputRows) {
        double distinct = keys.distinctShare();
        boolean isWhole = keys.complete() || keys.repeated() == 0;
        double read = isWhole ? 1 : Math.min(1, keys.rowsRead() / Math.max(1, inputRows.high()));
        double value = Math.min(all, first + (all - first) * distinct);
        return new Estimate(value, Math.min(value, all * distinct * read), all, MODELLED, Unit.RATIO);
    }

    private static Estimate withStored(
            Estimate ofRecords,
            double base,
            double scale,
            DrawnRows drawn,
            Estimate inputRows,
            RecordWrite write,
            List<FileSliceState> existing,
            boolean joinsStored,
            String codec)
            throws IOException {
        double low = ofRecords.low();
        double high = ofRecords.high() * (1 + LOCATION_MARGIN);
        double value = ofRecords.value() * (1 + LOCATION_MARGIN / 2);
        if (joinsStored) {
            double perRow = RecordProbe.weighStored(drawn, write, Set.of(codec)).after(codec) / base;
            int path = drawn.schema().fieldIndex(RowsAsWritten.PATH_COLUMN);
            Set<String> seen = drawn.splits().stream()
                    .flatMap(List::stream)
                    .map(row -> row.getUTF8String(path).toString())
                    .collect(Collectors.toSet());
            StoredRowCount certain =
                    StoredRowCount.of(existing, slice -> write.isGlobal() || seen.contains(slice.partitionPath()));
            // Where drawn rows are lighter than others, their keys need not be.
            double least = perRow * Math.min(1, 1 / scale) * certain.least() / Math.max(1, inputRows.high());
            double most = perRow
                    * Math.max(1, 1 / scale)
                    * StoredRowCount.of(existing, slice -> true).most()
                    / Math.max(1, inputRows.low());
            low += least;
            high += most;
            value += (2 * least + most) / 3;
        }
        return new Estimate(Math.min(high, Math.max(low, value)), low, high, MODELLED, Unit.RATIO);
    }

    /**
     * What records weigh, by the ratio to their rows (Cochran, "Sampling Techniques", 3rd ed., 1977, chapter 6): few rows
     * are drawn, and what all rows weigh is known of many more. The drawn rows' own mean stays in the interval, which is
     * that of the rows besides, and a margin.
     *
     * @param ofRows what a row weighs
     * @param drawn what a record of the drawn rows weighs, in bytes
     * @param scale how many times as heavy as a drawn row the mean one is
     */
    static Estimate scaled(Estimate ofRows, double drawn, double scale, double margin) {
        double value = drawn * scale;
        double low = ofRows.value() > 0 ? ofRows.low() / ofRows.value() : 1;
        double high = ofRows.value() > 0 ? ofRows.high() / ofRows.value() : 1;
        return new Estimate(
                value,
                Math.min(drawn, value * low * (1 - margin)),
                Math.max(drawn, value * high * (1 + margin)),
                ofRows.confidence(),
                Unit.BYTES);
    }
}
