package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What the footers of Parquet files say: exact row counts without reading a row. Of many files, a seeded choice is read
 * and the rest extrapolated.
 *
 * @param rows rows of all files
 * @param largestRowGroupBytes compressed bytes of the largest row group that was seen
 * @param bytes compressed bytes of all row groups, extrapolated like the rows
 */
record ParquetFooters(Estimate rows, long largestRowGroupBytes, double bytes) {

    /** Footers that are read at most; each costs one short read. */
    private static final int MOST_FILES = 256;

    private static final int THREADS = 8;

    /** How far off a row count extrapolated from {@link #MOST_FILES} of more files is taken to be. */
    private static final double EXTRAPOLATION_ERROR = 0.1;

    static ParquetFooters read(String[] files, Configuration hadoop, long seed)
            throws IOException, InterruptedException {
        List<String> chosen = new ArrayList<>(Arrays.asList(files));
        if (chosen.size() > MOST_FILES) {
            Collections.sort(chosen);
            Collections.shuffle(chosen, new Random(seed));
            chosen = chosen.subList(0, MOST_FILES);
        }
        List<Footer> footers = readAll(chosen, hadoop);
        double scale = (double) files.length / chosen.size();
        double rows = footers.stream().mapToLong(Footer::rows).sum() * scale;
        Estimate estimate = chosen.size() == files.length
                ? Estimate.exact(rows, Unit.COUNT)
                : new Estimate(
                        rows, rows * (1 - EXTRAPOLATION_ERROR), rows * (1 + EXTRAPOLATION_ERROR), 0.95, Unit.COUNT);
        return new ParquetFooters(
                estimate,
                footers.stream().mapToLong(Footer::largestRowGroupBytes).max().orElse(0),
                footers.stream().mapToLong(Footer::bytes).sum() * scale);
    }

    private static List<Footer> readAll(List<String> files, Configuration hadoop)
            throws IOException, InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())), task -> {
            Thread thread = new Thread(task, "preflight-guard-footers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Footer>> pending = new ArrayList<>();
            for (String file : files) {
                pending.add(readers.submit(() -> read(file, hadoop)));
            }
            List<Footer> footers = new ArrayList<>();
            for (Future<Footer> footer : pending) {
                footers.add(footer.get());
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
            List<BlockMetaData> groups = reader.getFooter().getBlocks();
            return new Footer(
                    groups.stream().mapToLong(BlockMetaData::getRowCount).sum(),
                    groups.stream().mapToLong(BlockMetaData::getCompressedSize).sum(),
                    groups.stream()
                            .mapToLong(BlockMetaData::getCompressedSize)
                            .max()
                            .orElse(0));
        }
    }

    /** {@code Dataset.inputFiles} returns URIs, with blanks and the like escaped. */
    private static Path path(String file) {
        return new Path(URI.create(file));
    }

    private record Footer(long rows, long bytes, long largestRowGroupBytes) {}
}
