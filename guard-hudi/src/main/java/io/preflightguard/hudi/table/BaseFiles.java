package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Reads how columns are stored from the footers of a few of a table's base files.
 *
 * <p>Hudi 0.15.0 and 1.0.2 write base files in two ways, through Avro or, in a bulk_insert by rows, through Spark; and
 * rewrite all of them through Avro. Measured on both: a list of nullable elements that Spark wrote in the legacy form reads as null on 0.15.0
 * and fails the write on 1.0.2; a decimal that Spark wrote as an integer reads without its scale on both, 1.45 as 145.00.
 */
public final class BaseFiles {

    /** A bulk_insert writes all its files alike, so few tell; each costs one short read. */
    private static final int MOST_FILES = 16;

    /** What a file has that went through Avro, which reads its own forms right. */
    private static final String WRITTEN_BY_AVRO = "parquet.avro.schema";

    /** Around elements that may be null; around others Spark's legacy form is the one that Avro writes itself. */
    private static final String LEGACY_ELEMENT = "bag";

    private BaseFiles() {}

    /**
     * Looks at the first base files that are found.
     *
     * @param path the table's base path
     * @throws IOException if a folder or a footer cannot be read; the message names it
     */
    public static StoredForms look(String path, Configuration hadoop) throws IOException {
        Set<String> lists = new TreeSet<>();
        Set<String> decimals = new TreeSet<>();
        List<FileStatus> files = find(new Path(path), hadoop);
        for (FileStatus file : files) {
            FileMetaData meta = footer(file, hadoop);
            if (!meta.getKeyValueMetaData().containsKey(WRITTEN_BY_AVRO)) {
                meta.getSchema().getFields().stream()
                        .filter(column -> !column.getName().startsWith("_hoodie_"))
                        .forEach(column -> visit(column.getName(), column, lists, decimals));
            }
        }
        return new StoredForms(lists, decimals, files.size());
    }

    private static List<FileStatus> find(Path base, Configuration hadoop) throws IOException {
        FileSystem system = base.getFileSystem(hadoop);
        List<FileStatus> found = new ArrayList<>();
        Deque<Path> folders = new ArrayDeque<>(List.of(base));
        while (!folders.isEmpty() && found.size() < MOST_FILES) {
            for (FileStatus status : system.listStatus(folders.pop())) {
                String name = status.getPath().getName();
                if (status.isDirectory() && !name.startsWith(".")) {
                    folders.push(status.getPath());
                } else if (name.endsWith(".parquet") && !name.startsWith(".") && found.size() < MOST_FILES) {
                    found.add(status);
                }
            }
        }
        return found;
    }

    private static FileMetaData footer(FileStatus file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
            return reader.getFooter().getFileMetaData();
        } catch (RuntimeException notParquet) {
            throw new IOException(file.getPath() + " is not a Parquet file: " + notParquet.getMessage(), notParquet);
        }
    }

    private static void visit(String path, Type type, Set<String> lists, Set<String> decimals) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (type.isPrimitive()) {
            PrimitiveTypeName stored = type.asPrimitiveType().getPrimitiveTypeName();
            if (logical instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation
                    && (stored == PrimitiveTypeName.INT32 || stored == PrimitiveTypeName.INT64)) {
                decimals.add(path);
            }
            return;
        }
        boolean list = logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
        if (list && type.asGroupType().getType(0).getName().equals(LEGACY_ELEMENT)) {
            lists.add(path);
        }
        for (Type inner : type.asGroupType().getFields()) {
            // A column is named by the struct fields that lead to it, not by Parquet's groups around elements.
            boolean group = list || inner.isRepetition(Type.Repetition.REPEATED) || isElement(type);
            visit(group ? path : path + "." + inner.getName(), inner, lists, decimals);
        }
    }

    private static boolean isElement(Type type) {
        return type.isRepetition(Type.Repetition.REPEATED) && type.asGroupType().getFieldCount() <= 2;
    }
}
