package io.preflightguard.spark.sample;

import io.preflightguard.spark.internal.FilePieces;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What the footers of Parquet files say: exact row counts without reading a row. Of very many files, a seeded choice is read;
 * what it says of row groups then stands for all, and rows are left to the sample.
 */
final class ParquetFooters {

    /** Footers that are read at most; each costs one short read. */
    private static final int MOST_FILES = 256;

    private static final int THREADS = 8;

    private final Map<String, Footer> footers;
    private final int files;

    private ParquetFooters(Map<String, Footer> footers, int files) {
        this.footers = footers;
        this.files = files;
    }

    static ParquetFooters read(String[] files, Configuration hadoop, long seed)
            throws IOException, InterruptedException {
        List<String> chosen = new ArrayList<>(Arrays.asList(files));
        if (chosen.size() > MOST_FILES) {
            Collections.sort(chosen);
            chosen = Arrays.stream(SplitChoice.draw(files.length, MOST_FILES, seed))
                    .mapToObj(chosen::get)
                    .toList();
        }
        return new ParquetFooters(readAll(chosen, hadoop), files.length);
    }

    /** Whether every file's footer was read. */
    boolean isComplete() {
        return footers.size() == files;
    }

    /** Rows of the files whose footers were read. */
    long rows() {
        return footers.values().stream().mapToLong(Footer::rows).sum();
    }

    /** Compressed bytes of the largest row group that was seen. */
    long largestRowGroupBytes() {
        return footers.values().stream()
                .flatMap(footer -> footer.rowGroups().stream())
                .mapToLong(RowGroup::bytes)
                .max()
                .orElse(0);
    }

    /** Compressed bytes of all row groups, extrapolated if not every footer was read. */
    double bytes() {
        return (double) files
                / Math.max(1, footers.size())
                * footers.values().stream()
                        .flatMap(footer -> footer.rowGroups().stream())
                        .mapToLong(RowGroup::bytes)
                        .sum();
    }

    /**
     * Rows of the row groups that a reader of these pieces reads: those whose middle lies in one of them.
     *
     * @return the rows, or -1 if a footer was not read
     */
    long rowsIn(List<FilePieces.Piece> pieces) {
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

    private static Map<String, Footer> readAll(List<String> files, Configuration hadoop)
            throws IOException, InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())), task -> {
            Thread thread = new Thread(task, "preflight-guard-footers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, Future<Footer>> pending = new HashMap<>();
            for (String file : files) {
                pending.put(file, readers.submit(() -> read(file, hadoop)));
            }
            Map<String, Footer> footers = new HashMap<>();
            for (Map.Entry<String, Future<Footer>> footer : pending.entrySet()) {
                footers.put(footer.getKey(), footer.getValue().get());
            }
            return footers;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException("a Parquet footer of the input cannot be read: " + cause.getMessage(), cause);
        } finally {
            readers.shutdownNow();
        }
    }

    private static Footer read(String file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path(file), hadoop))) {
            return new Footer(reader.getFooter().getBlocks().stream()
                    .map(group -> new RowGroup(
                            group.getRowCount(),
                            group.getCompressedSize(),
                            group.getStartingPos() + group.getCompressedSize() / 2))
                    .toList());
        }
    }

    /** {@code Dataset.inputFiles} returns URIs, with blanks and the like escaped. */
    private static Path path(String file) {
        return new Path(URI.create(file));
    }

    private record Footer(List<RowGroup> rowGroups) {
        long rows() {
            return rowGroups.stream().mapToLong(RowGroup::rows).sum();
        }
    }

    /** A row group; {@code middle} is the byte that decides which split reads it. */
    private record RowGroup(long rows, long bytes, long middle) {}
}
