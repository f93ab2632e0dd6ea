package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.hudi.TestHudi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the timeline is read whole or not at all. */
class TimelineFileTest {

    private static final String SCHEMA = """
            {"type":"record","name":"Plan","fields":[
              {"name":"version","type":"int"},
              {"name":"note","type":["null","string"]},
              {"name":"operations","type":{"type":"array","items":
                {"type":"record","name":"Operation","fields":[{"name":"fileId","type":"string"}]}}},
              {"name":"extra","type":{"type":"map","values":"string"}}]}
            """;

    @TempDir
    Path folder;

    @Test
    void jsonAndAvroOfTheSameFieldsReadAlike() throws Exception {
        String json = "{\"version\":2,\"note\":null,\"operations\":[{\"fileId\":\"f1\"}],\"extra\":{\"k\":\"v\"}}";

        assertThat(TimelineFile.parse(avro())).isEqualTo(TimelineFile.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(TimelineFile.parse(avro()))
                .containsEntry("version", 2L)
                .containsEntry("operations", List.of(Map.of("fileId", "f1")));
    }

    @Test
    void noBeginningOfAnAvroFilePassesForTheWhole() throws IOException {
        assertNoBeginningPasses(avro());
    }

    @Test
    void noBeginningOfACommitThatHudiWrotePassesForTheWhole() throws IOException {
        TestHudi.create(folder.resolve("orders"));
        Path commit = Tables.timelineFiles(folder.resolve("orders"), ".commit").get(0);

        assertNoBeginningPasses(Files.readAllBytes(commit));
    }

    @Test
    void bytesOfAnotherKindAreNoTimelineFile() {
        for (String text : List.of("[1]", "7", "PAR1", "\u0000\u0001")) {
            assertThatThrownBy(() -> TimelineFile.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(TimelineFile.UnreadableException.class);
        }
    }

    private static void assertNoBeginningPasses(byte[] whole) {
        int step = Math.max(1, whole.length / 200);
        for (int length = 0; length < whole.length; length += length < whole.length - 100 ? step : 1) {
            byte[] beginning = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TimelineFile.parse(beginning))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(TimelineFile.UnreadableException.class);
        }
    }

    private static byte[] avro() throws IOException {
        Schema schema = new Schema.Parser().parse(SCHEMA);
        GenericRecord operation =
                new GenericData.Record(schema.getField("operations").schema().getElementType());
        operation.put("fileId", "f1");
        GenericRecord plan = new GenericData.Record(schema);
        plan.put("version", 2);
        plan.put("operations", List.of(operation));
        plan.put("extra", Map.of("k", "v"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, bytes);
            writer.append(plan);
        }
        return bytes.toByteArray();
    }
}
