package io.preflightguard.spark.parquet;

import io.preflightguard.spark.internal.FilePieces;
import io.preflightguard.statistics.SplitChoice;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the footers of Parquet files say: exact row counts without reading a row. Of very many files, a seeded choice is read;
 * what it says of row groups then stands for all, and rows are left to the sample. Immutable.
 */
public final class ParquetFooters {

    private static final Logger LOG = LoggerFactory.getLogger(ParquetFooters.class);

    /** Footers that are read at most; each costs one short read. */
    static final int MOST_FILES = 256;

    private static final int THREADS = 8;

    private final Map<String, Footer> footers;
    private final Map<String, Long> columnBytes;
    private final int files;

    /** Takes the columns out of the footers: of many files with many columns only the sums are kept. */
    private ParquetFooters(Map<String, Read> read, int files) {
        this.footers = new HashMap<>();
        this.columnBytes = new HashMap<>();
        this.files = files;
        read.forEach((file, footer) -> {
            footers.put(file, footer.footer());
            footer.columnBytes().forEach((column, bytes) -> columnBytes.merge(column, bytes, Long::sum));
        });
    }

    /**
     * Reads footers, several at a time, on threads that end with it.
     *
     * @param files files, as {@code Dataset.inputFiles} spells them
     * @param seed which of very many files are read
     * @throws IOException if a footer cannot be read; its message names no folder
     */
    public static ParquetFooters read(String[] files, Configuration hadoop, long seed)
            throws IOException, InterruptedException {
        List<String> chosen = new ArrayList<>(Arrays.asList(files));
        if (chosen.size() > MOST_FILES) {
            Collections.sort(chosen);
            chosen = Arrays.stream(SplitChoice.draw(files.length, MOST_FILES, seed))
                    .sorted()
                    .mapToObj(chosen::get)
                    .toList();
        }
        return new ParquetFooters(readAll(chosen, hadoop), files.length);
    }

    /** Whether every file's footer was read. */
    public boolean isComplete() {
        return footers.size() == files;
    }

    /** Rows of the files whose footers were read. */
    public long rows() {
        return footers.values().stream().mapToLong(Footer::rows).sum();
    }

    /** Compressed bytes of the largest row group that was seen. */
    public long largestRowGroupBytes() {
        return footers.values().stream()
                .flatMap(footer -> footer.rowGroups().stream())
                .mapToLong(RowGroup::bytes)
                .max()
                .orElse(0);
    }

    /** Compressed bytes of all row groups, extrapolated if not every footer was read. */
    public double bytes() {
        return (double) files
                / Math.max(1, footers.size())
                * footers.values().stream()
                        .flatMap(footer -> footer.rowGroups().stream())
                        .mapToLong(RowGroup::bytes)
                        .sum();
    }

    /**
     * Compressed bytes of some top-level columns, with all that is nested in them, in the files whose footers were
     * read. Names match in any case, as Spark's do; a column that no file has weighs nothing.
     */
    public long columnBytes(Set<String> columns) {
        return columns.stream()
                .map(ParquetFooters::anyCase)
                .distinct()
                .mapToLong(column -> columnBytes.getOrDefault(column, 0L))
                .sum();
    }

    /**
     * Rows that the partitions of a scan read.
     *
     * @param pieces what each of them reads
     * @param partitions how many there are
     * @return rows of each, or empty if some partition is not of pieces, or not every footer was read
     */
    public Optional<double[]> rowsIn(List<List<FilePieces.Piece>> pieces, int partitions) {
        if (!isComplete() || pieces.size() != partitions) {
            return Optional.empty();
        }
        double[] rows = pieces.stream().mapToDouble(this::rowsIn).toArray();
        return Arrays.stream(rows).allMatch(count -> count >= 0) ? Optional.of(rows) : Optional.empty();
    }

    /**
     * Rows of the row groups that a reader of these pieces reads: those whose middle lies in one of them.
     *
     * @return the rows, or -1 if a footer was not read
     */
    private long rowsIn(List<FilePieces.Piece> pieces) {
        long rows = 0;
        for (FilePieces.Piece piece : pieces) {
            Footer footer = footers.get(piece.file());
            if (footer == null) {
                return -1;
            }
            for (RowGroup group : footer.rowGroups()) {
                if (group.middle() >= piece.start() && group.middle() < piece.start() + piece.length()) {
                    rows += group.rows();
                }
            }
        }
        return rows;
    }

    private static Map<String, Read> readAll(List<String> files, Configuration hadoop)
            throws IOException, InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())), task -> {
            Thread thread = new Thread(task, "preflight-guard-footers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, Future<Read>> pending = new HashMap<>();
            for (String file : files) {
                pending.put(file, readers.submit(() -> read(file, hadoop)));
            }
            Map<String, Read> footers = new HashMap<>();
            for (Map.Entry<String, Future<Read>> footer : pending.entrySet()) {
                footers.put(footer.getKey(), result(footer.getKey(), footer.getValue()));
            }
            return footers;
        } finally {
            readers.shutdownNow();
        }
    }

    private static Read result(String file, Future<Read> footer) throws IOException, InterruptedException {
        try {
            return footer.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            LOG.warn("The Parquet footer of {} cannot be read", file, cause);
            // The message ends up in reports, and folders may hold partition values that these must not show.
            throw new IOException(
                    "the Parquet footer of " + path(file).getName() + " cannot be read ("
                            + cause.getClass().getSimpleName() + "); the log has its path",
                    cause);
        }
    }

    private static Read read(String file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path(file), hadoop))) {
            List<RowGroup> rowGroups = new ArrayList<>();
            Map<String, Long> columnBytes = new HashMap<>();
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                rowGroups.add(new RowGroup(
                        group.getRowCount(),
                        group.getCompressedSize(),
                        group.getStartingPos() + group.getCompressedSize() / 2));
                for (ColumnChunkMetaData chunk : group.getColumns()) {
                    columnBytes.merge(anyCase(chunk.getPath().toArray()[0]), chunk.getTotalSize(), Long::sum);
                }
            }
            return new Read(new Footer(rowGroups), columnBytes);
        }
    }

    private static String anyCase(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    /** {@code Dataset.inputFiles} returns URIs, with blanks and the like escaped. */
    private static Path path(String file) {
        return new Path(URI.create(file));
    }

    private record Read(Footer footer, Map<String, Long> columnBytes) {}

    private record Footer(List<RowGroup> rowGroups) {
        long rows() {
            return rowGroups.stream().mapToLong(RowGroup::rows).sum();
        }
    }

    /** A row group; {@code middle} is the byte that decides which split reads it. */
    private record RowGroup(long rows, long bytes, long middle) {}
}
