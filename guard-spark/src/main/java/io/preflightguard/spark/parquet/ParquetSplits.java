package io.preflightguard.spark.parquet;

import io.preflightguard.spark.internal.FilePieces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;

/**
 * How many rows the partitions of a scan of Parquet files read, by the files' footers. Where partitions are smaller than
 * row groups, most read none: only that in which a row group's middle lies reads it. Stateless.
 */
public final class ParquetSplits {

    private ParquetSplits() {}

    /**
     * The rows of each partition, in order. Reads footers on the driver; starts no job.
     *
     * @param rows what is scanned
     * @return empty if a partition reads something else than pieces of files, if the files are more than 256, or if a
     *     footer cannot be read
     */
    public static Optional<double[]> rows(JavaRDD<?> rows, Configuration hadoop) {
        List<List<FilePieces.Piece>> pieces = FilePieces.of(rows);
        String[] files = pieces.stream()
                .flatMap(List::stream)
                .map(FilePieces.Piece::file)
                .distinct()
                .toArray(String[]::new);
        if (files.length == 0 || files.length > ParquetFooters.MOST_FILES) {
            return Optional.empty();
        }
        try {
            return ParquetFooters.read(files, hadoop, 0).rowsIn(pieces, rows.getNumPartitions());
        } catch (IOException unreadable) {
            return Optional.empty(); // the scan may have other means to read it, or skip it
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
