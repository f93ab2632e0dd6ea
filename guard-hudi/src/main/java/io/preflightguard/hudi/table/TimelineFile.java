package io.preflightguard.hudi.table;

import io.preflightguard.json.JsonFormatException;
import io.preflightguard.json.JsonValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of the timeline into plain values. Hudi 0.15 writes commits as JSON and plans as Avro, 1.x writes both as
 * Avro; the two have the same fields, and an Avro file brings its schema along. So no class of Hudi is needed, and what is
 * half-written is told from what is whole.
 */
final class TimelineFile {

    private TimelineFile() {}

    /**
     * @throws UnreadableException if the bytes are not one whole JSON object or Avro record
     */
    static Map<String, @Nullable Object> parse(byte[] bytes) throws UnreadableException {
        if (bytes.length == 0) {
            throw new UnreadableException("is empty", null);
        }
        byte[] magic = DataFileConstants.MAGIC;
        return bytes.length >= magic.length && Arrays.equals(Arrays.copyOf(bytes, magic.length), magic)
                ? avro(bytes)
                : json(bytes);
    }

    private static Map<String, @Nullable Object> json(byte[] bytes) throws UnreadableException {
        try {
            Object value = JsonValues.parse(new String(bytes, StandardCharsets.UTF_8));
            if (value instanceof Map<?, ?>) {
                return Values.map(value);
            }
        } catch (JsonFormatException broken) {
            throw new UnreadableException("is not whole: " + broken.getMessage(), broken);
        }
        throw new UnreadableException("is neither an Avro file nor a JSON object", null);
    }

    private static Map<String, @Nullable Object> avro(byte[] bytes) throws UnreadableException {
        try (DataFileStream<GenericRecord> records =
                new DataFileStream<>(new ByteArrayInputStream(bytes), new GenericDatumReader<>())) {
            if (records.hasNext()) {
                return Values.map(plain(records.next()));
            }
        } catch (IOException | AvroRuntimeException broken) {
            throw new UnreadableException("is not whole: an Avro file that ends too early or is overwritten", broken);
        }
        throw new UnreadableException("is not whole: an Avro file that ends before its record", null);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof GenericRecord fields) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            for (Schema.Field field : fields.getSchema().getFields()) {
                plain.put(field.name(), plain(fields.get(field.pos())));
            }
            return plain;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
            return plain;
        }
        if (value instanceof List<?> elements) {
            List<@Nullable Object> plain = new ArrayList<>(elements.size());
            elements.forEach(element -> plain.add(plain(element)));
            return plain;
        }
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** Bytes that are no timeline file; the message is the rest of a sentence that begins with the file's name. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }
}
