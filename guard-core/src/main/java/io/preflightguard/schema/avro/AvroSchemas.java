package io.preflightguard.schema.avro;

import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaFormatException;
import java.util.List;

/**
 * Reads Avro schemas into the neutral model. Thread-safe.
 *
 * <p>Our own reader rather than Avro's: Avro 1.11 (Spark 3.5) and 1.12 (Spark 4) disagree on which schemas they parse,
 * keep no line numbers, and drop what they do not understand without a word. It accepts what Avro 1.11 accepts without
 * validating names and defaults; what a validating Avro refuses becomes a {@link DeclaredSchema#notes() note}. Types that
 * are used before they are defined, which only Avro 1.12 knows, are refused.
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
        for (int i = 0; i < references.size(); i++) {
            try {
                reader.define(withoutMark(references.get(i)));
            } catch (SchemaFormatException wrong) {
                throw new SchemaFormatException("reference " + (i + 1) + " is " + wrong.getMessage(), wrong);
            }
        }
        return reader.read(withoutMark(text));
    }

    /** Without the byte order mark that Windows writes. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
