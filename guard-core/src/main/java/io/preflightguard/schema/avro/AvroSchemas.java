package io.preflightguard.schema.avro;

import io.preflightguard.schema.DeclaredSchema;
import java.util.List;

/**
 * Reads Avro schemas into the neutral model. Thread-safe.
 *
 * <p>Our own reader rather than Avro's: Avro 1.11 (Spark 3.5) and 1.12 (Spark 4) disagree on which schemas they parse,
 * keep no line numbers, and drop what they do not understand without a word. It accepts whatever either accepts and what
 * registries keep from former days; what today's Avro would refuse becomes a {@link DeclaredSchema#notes() note}.
 */
public final class AvroSchemas {

    private AvroSchemas() {}

    /**
     * Reads the text of an Avro schema.
     *
     * @throws io.preflightguard.schema.SchemaFormatException in one line, with the line of the text where that is known,
     *     if the text is no Avro schema; if it uses a type that is defined nowhere; or if it stands for more than a
     *     million types
     */
    public static DeclaredSchema parse(String text) {
        return parse(text, List.of());
    }

    /**
     * Reads a schema that uses types of others.
     *
     * @param references schemas whose types {@code text} uses, each after those it uses itself
     * @throws io.preflightguard.schema.SchemaFormatException as {@link #parse(String)} does
     */
    public static DeclaredSchema parse(String text, List<String> references) {
        AvroReader reader = new AvroReader();
        references.forEach(reader::define);
        return reader.read(text);
    }
}
