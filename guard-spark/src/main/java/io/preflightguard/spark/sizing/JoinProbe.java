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
     * The sides that are broadcast, with their rows as far as the footers of Parquet files say how many there are. Starts
     * no job.
     *
     * @throws IOException if a footer cannot be read
     */
    public static List<BroadcastSide> broadcasts(Dataset<Row> frame) throws IOException {
        Configuration hadoop = frame.sparkSession().sparkContext().hadoopConfiguration();
        List<BroadcastSide> sides = new ArrayList<>();
        for (JoinPlan.Broadcast broadcast : JoinPlan.broadcasts(frame)) {
            sides.add(side(broadcast, hadoop));
        }
        return sides;
    }

    private static BroadcastSide side(JoinPlan.Broadcast broadcast, Configuration hadoop) throws IOException {
        String columns = String.join(", ", broadcast.columns());
        int width = broadcast.columns().size();
        JoinPlan.Scanned scanned = broadcast.whole();
        if (scanned == null || scanned.files().size() > MOST_FILES) {
            return BroadcastSide.unknown(columns, width, use(broadcast.lookup()), broadcast.hinted());
        }
        long least = 0;
        long most = 0;
        for (String file : scanned.files()) {
            Path path = new Path(URI.create(file));
            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
                for (BlockMetaData group : reader.getFooter().getBlocks()) {
                    least += Math.max(0, group.getRowCount() - mostNulls(group, scanned.notNull()));
                    most += group.getRowCount();
                }
            }
        }
        return new BroadcastSide(
                columns, least, most, width, broadcast.fixedWidth(), use(broadcast.lookup()), broadcast.hinted());
    }

    private static BroadcastSide.Use use(JoinPlan.Lookup lookup) {
        return switch (lookup) {
            case BY_LONG -> BroadcastSide.Use.HASHED_BY_LONG;
            case BY_KEYS -> BroadcastSide.Use.HASHED;
            case NULL_AWARE -> BroadcastSide.Use.NULL_AWARE;
            case NONE -> BroadcastSide.Use.LOOPED;
        };
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
