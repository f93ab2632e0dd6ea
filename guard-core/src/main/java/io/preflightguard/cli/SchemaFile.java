package io.preflightguard.cli;

import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.TypeName;
import io.preflightguard.schema.avro.AvroSchemas;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema in a file that somebody wants checked.
 *
 * @param name as it was given
 * @param path where it is
 */
record SchemaFile(String name, Path path) {

    /** Larger ones are no schemas, and would only fill the memory. */
    private static final long LARGEST = 64L << 20;

    /**
     * Reads the schema.
     *
     * @throws IOException in one line that does not repeat the file's name
     */
    DeclaredSchema read(List<SchemaFile> references) throws IOException {
        List<String> texts = new ArrayList<>();
        for (SchemaFile reference : references) {
            if (!reference.isSame(path)) { // contracts/*.avsc may be checked with one of them as reference
                texts.add(reference.text());
            }
        }
        return parse(text(), texts);
    }

    /** Reads a schema, with the others only if it needs them: a schema may define itself what another defines, too. */
    static DeclaredSchema parse(String text, List<String> references) throws IOException {
        try {
            return AvroSchemas.parse(text);
        } catch (SchemaFormatException alone) {
            try {
                return AvroSchemas.parse(text, references);
            } catch (SchemaFormatException notAvro) {
                String message = String.valueOf(notAvro.getMessage());
                throw new IOException(
                        message + (message.contains("is defined nowhere") ? "; give its file with --reference" : ""),
                        notAvro);
            }
        }
    }

    /** Whether this is that file, by whatever name. */
    boolean isSame(Path other) {
        try {
            return Files.isSameFile(path, other);
        } catch (IOException missing) {
            return false;
        }
    }

    String text() throws IOException {
        try {
            long size = Files.size(path);
            if (size > LARGEST) {
                throw new IOException(name + " has " + size + " bytes, and the limit is " + LARGEST);
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new IOException(name + " does not exist", missing);
        } catch (CharacterCodingException notText) {
            throw new IOException(name + " is not UTF-8 text", notText);
        }
    }

    /** The file's name without {@code .avsc}. */
    String stem() {
        String file = String.valueOf(path.getFileName());
        return file.endsWith(".avsc") ? file.substring(0, file.length() - ".avsc".length()) : file;
    }

    /** The full name of the record it declares; empty if it declares none. */
    static String recordName(DeclaredSchema schema) {
        TypeName name = FieldType.nameOf(schema.root());
        return name == null ? "" : name.fullName();
    }
}
