package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.BroadcastSide;
import io.preflightguard.spark.internal.JoinPlan;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a DataFrame's joins move their rows. Stateless. */
public final class JoinProbe {

    /** Spark broadcasts by itself only what is at most 10 MiB on disk, which is not many files. */
    private static final int MOST_FILES = 64;

    private JoinProbe() {}

    /** Whether a join of the frame shuffles both of its sides. Starts no job. */
    public static boolean shuffles(Dataset<Row> frame) {
        return JoinPlan.shuffles(frame);
    }

    /**
     * The sides that are broadcast, as far as the footers of Parquet files say how many rows they have. Starts no job.
     *
     * @throws IOException if a footer cannot be read
     */
    public static List<BroadcastSide> broadcasts(Dataset<Row> frame) throws IOException {
        Configuration hadoop = frame.sparkSession().sparkContext().hadoopConfiguration();
        List<BroadcastSide> sides = new ArrayList<>();
        for (JoinPlan.Scanned scanned : JoinPlan.ofParquet(frame)) {
            if (scanned.files().size() <= MOST_FILES) {
                long rows = 0;
                for (String file : scanned.files()) {
                    rows += leastRows(new Path(URI.create(file)), scanned.notNull(), hadoop);
                }
                sides.add(new BroadcastSide(
                        String.join(", ", scanned.columns()),
                        rows,
                        scanned.columns().size(),
                        JoinPlan.isHinted(frame)));
            }
        }
        return sides;
    }

    private static long leastRows(Path file, Set<String> notNull, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            return reader.getFooter().getBlocks().stream()
                    .mapToLong(group -> Math.max(0, group.getRowCount() - mostNulls(group, notNull)))
                    .sum();
        }
    }

    /** Rows in which any of the columns may be null: all of them if a file does not say. */
    private static long mostNulls(BlockMetaData group, Set<String> columns) {
        long nulls = 0;
        for (String column : columns) {
            long inColumn = group.getRowCount();
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                if (chunk.getPath().toDotString().equalsIgnoreCase(column)
                        && chunk.getStatistics() != null
                        && chunk.getStatistics().isNumNullsSet()) {
                    inColumn = chunk.getStatistics().getNumNulls();
                }
            }
            nulls += inColumn;
        }
        return nulls;
    }
}
