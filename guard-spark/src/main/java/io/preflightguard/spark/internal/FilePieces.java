package io.preflightguard.spark.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.execution.datasources.FilePartition;

/** Which pieces of which files the partitions of a scan read. Starts no job. */
public final class FilePieces {

    private FilePieces() {}

    /**
     * The pieces that each partition reads, in the order of the partitions; empty if any partition is not made of pieces
     * of files, as behind a union, a cache or another source.
     */
    public static List<List<Piece>> of(JavaRDD<?> rows) {
        List<List<Piece>> pieces = new ArrayList<>();
        for (Partition partition : rows.partitions()) {
            if (!(partition instanceof FilePartition files)) {
                return List.of();
            }
            pieces.add(Arrays.stream(files.files())
                    .map(file -> new Piece(file.filePath().urlEncoded(), file.start(), file.length()))
                    .toList());
        }
        return pieces;
    }

    /**
     * A piece of a file.
     *
     * @param file the file, as {@code Dataset.inputFiles} spells it
     * @param start its first byte
     * @param length its bytes
     */
    public record Piece(String file, long start, long length) {}
}
