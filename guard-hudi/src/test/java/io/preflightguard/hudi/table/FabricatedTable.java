package io.preflightguard.hudi.table;

import io.preflightguard.hudi.TestHudi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * A table with as many slices as one likes, at the cost of one copy: the commit of a real table is rewritten to name
 * base files that are only names and sizes.
 */
final class FabricatedTable {

    static final int BYTES = 100;
    static final int ROWS = 7;

    private FabricatedTable() {}

    /** A table of {@code partitions} times {@code each} slices of {@link #ROWS} rows and {@link #BYTES} bytes. */
    static void create(Path table, int partitions, int each) throws IOException {
        TestHudi.create(table);
        CommitState real = Tables.open(table).commits(1).get(0);
        for (FileWrite file : real.files()) {
            Tables.delete(table.resolve(file.path()));
        }
        Map<String, List<String>> files = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            Path folder = Files.createDirectories(table.resolve("p" + partition));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                String name = "f" + i + "_0-1-1_" + real.instant().time() + ".parquet";
                Files.write(folder.resolve(name), new byte[BYTES]);
                names.add(name);
            }
            Path mark = folder.resolve(".hoodie_partition_metadata");
            if (!Files.exists(mark)) {
                Files.copy(table.resolve("p0/.hoodie_partition_metadata"), mark);
            }
            files.put("p" + partition, names);
        }
        Path commit = Tables.timelineFiles(table, ".commit").get(0);
        byte[] bytes = Files.readAllBytes(commit);
        Tables.overwrite(commit, bytes[0] == '{' ? json(files, real.extra().get("schema")) : avro(bytes, files));
    }

    private static byte[] json(Map<String, List<String>> files, String schema) {
        String stats = files.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":["
                        + entry.getValue().stream()
                                .map(name -> stat(entry.getKey(), name))
                                .collect(Collectors.joining(","))
                        + "]")
                .collect(Collectors.joining(","));
        String escaped = schema.replace("\\", "\\\\").replace("\"", "\\\"");
        return ("{\"partitionToWriteStats\":{" + stats + "},\"compacted\":false,\"extraMetadata\":{\"schema\":\""
                        + escaped + "\"},\"operationType\":\"BULK_INSERT\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String stat(String partition, String name) {
        return "{\"fileId\":\"%s\",\"path\":\"%s/%s\",\"partitionPath\":\"%s\",\"numWrites\":%d,\"fileSizeInBytes\":%d}"
                .formatted(name.substring(0, name.indexOf('_')), partition, name, partition, ROWS, BYTES);
    }

    private static byte[] avro(byte[] bytes, Map<String, List<String>> files) throws IOException {
        try (DataFileStream<GenericRecord> commits =
                new DataFileStream<>(new ByteArrayInputStream(bytes), new GenericDatumReader<>())) {
            GenericRecord commit = commits.next();
            Map<?, ?> stats = (Map<?, ?>) commit.get("partitionToWriteStats");
            GenericData.Record template =
                    (GenericData.Record) ((List<?>) stats.values().iterator().next()).get(0);
            Map<String, List<GenericRecord>> fabricated = new HashMap<>();
            files.forEach((partition, names) -> fabricated.put(
                    partition,
                    names.stream().map(name -> stat(template, partition, name)).toList()));
            commit.put("partitionToWriteStats", fabricated);
            ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
            try (DataFileWriter<GenericRecord> writer =
                    new DataFileWriter<>(new GenericDatumWriter<>(commit.getSchema()))) {
                writer.create(commit.getSchema(), rewritten);
                writer.append(commit);
            }
            return rewritten.toByteArray();
        }
    }

    private static GenericRecord stat(GenericData.Record template, String partition, String name) {
        GenericRecord stat = new GenericData.Record(template, true);
        stat.put("fileId", name.substring(0, name.indexOf('_')));
        stat.put("path", partition + "/" + name);
        stat.put("partitionPath", partition);
        stat.put("numWrites", (long) ROWS);
        stat.put("fileSizeInBytes", (long) BYTES);
        return stat;
    }
}
