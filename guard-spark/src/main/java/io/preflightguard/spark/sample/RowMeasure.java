package io.preflightguard.spark.sample;

import io.preflightguard.spark.codec.ShuffleCodec;
import io.preflightguard.spark.sizing.LocalDirs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.jspecify.annotations.Nullable;

/**
 * Weighs the rows of one input partition as a SQL shuffle would write them. The whole partition goes by, as its first
 * rows are not like its last where it is sorted: each row's size and nulls are taken, and {@linkplain SpreadRuns some
 * runs} are serialised, compressed and added up by key. Also sees how much local disk is free where it runs.
 */
final class RowMeasure implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    private static final long serialVersionUID = 1L;

    /** A row group of usual size has less; what is not split into such parts is cut here, and says so. */
    private static final long MOST_ROWS = 1_000_000;

    private static final long MOST_BYTES = 128L << 20;

    private final RowLayout layout;
    private final int keyOrdinal;
    private final int reducers;
    private final List<String> codecs;
    private final List<NullProbe> required;
    private final int drawn;
    private final long drawnBytes;
    private final long seed;

    /**
     * @param keyOrdinal the string column by which rows go to reducers, or -1 if they stay in arrival order
     * @param codecs short names of codecs to try besides the one in effect
     * @param required fields whose nulls to count
     * @param drawn how many rows to hand over as they are
     * @param drawnBytes how many bytes of them at most
     */
    RowMeasure(
            RowLayout layout,
            int keyOrdinal,
            int reducers,
            List<String> codecs,
            List<NullProbe> required,
            int drawn,
            long drawnBytes,
            long seed) {
        this.layout = layout;
        this.keyOrdinal = keyOrdinal;
        this.reducers = reducers;
        this.codecs = List.copyOf(codecs);
        this.required = List.copyOf(required);
        this.drawn = drawn;
        this.drawnBytes = drawnBytes;
        this.seed = seed;
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) throws IOException {
        UnsafeProjection ownColumns = UnsafeProjection.create(layout.schema());
        SpreadRuns<Kept> runs = new SpreadRuns<>(seed + TaskContext.getPartitionId());
        long[] nulls = new long[required.size()];
        long count = 0;
        long bytes = 0;
        while (count < MOST_ROWS && bytes < MOST_BYTES && rows.hasNext()) {
            InternalRow row = rows.next();
            int own = layout.ownBytes(row);
            long size = ShuffleBlocks.LENGTH_BYTES
                    + (own >= 0 ? own : ownColumns.apply(row).getSizeInBytes());
            if (runs.isNextWanted(size)) {
                runs.keep(kept(row, ownColumns), size);
            }
            for (int i = 0; i < nulls.length; i++) {
                nulls[i] += required.get(i).isNull(row) ? 1 : 0;
            }
            count++;
            bytes += size;
        }
        Measured measured = measured(
                runs.rows().toList(),
                count,
                rows.hasNext(),
                bytes,
                Arrays.stream(nulls).boxed().toList());
        return Collections.singleton(Wire.write(measured)).iterator();
    }

    private Measured measured(List<Kept> kept, long rows, boolean truncated, long bytes, List<Long> nulls)
            throws IOException {
        ShuffleBlocks blocks = new ShuffleBlocks(keyOrdinal, reducers);
        List<WeightByKey> weights =
                Stream.generate(WeightByKey::new).limit(layout.hashes().size()).toList();
        for (Kept row : kept) {
            blocks.write(row.own());
            long size = row.own().getSizeInBytes() + ShuffleBlocks.LENGTH_BYTES;
            for (int key = 0; key < weights.size(); key++) {
                Integer hash = row.hashes()[key];
                if (hash == null) {
                    weights.get(key).add(size);
                } else {
                    weights.get(key).add(hash, size);
                }
            }
        }
        SparkConf conf = SparkEnv.get().conf();
        double scale = blocks.bytes() == 0 ? 1 : (double) bytes / blocks.bytes();
        Map<String, Long> compressed = new TreeMap<>();
        blocks.compressed(conf, codecs).forEach((codec, size) -> compressed.put(codec, Math.round(size * scale)));
        return new Measured(
                rows,
                truncated,
                bytes,
                ShuffleCodec.effective(conf),
                compressed,
                LocalDirs.usableBytes().orElse(-1),
                nulls,
                weights.stream().map(WeightByKey::sums).toList(),
                DrawnRows.spread(kept.stream().map(Kept::own).toList(), drawn, drawnBytes));
    }

    private Kept kept(InternalRow row, UnsafeProjection ownColumns) {
        boolean isOwn = row instanceof UnsafeRow && layout.hasOnlyOwn();
        UnsafeRow own = isOwn ? (UnsafeRow) row : ownColumns.apply(row);
        List<Integer> columns = layout.hashes();
        @Nullable Integer[] hashes = new @Nullable Integer[columns.size()];
        for (int key = 0; key < hashes.length; key++) {
            hashes[key] = row.isNullAt(columns.get(key)) ? null : row.getInt(columns.get(key));
        }
        return new Kept(own.copy(), hashes);
    }

    /** A row's own columns, and its hash by each key; null where that cannot be computed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(UnsafeRow own, @Nullable Integer[] hashes) {}
}
