package io.preflightguard.contract.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One version of a subject. Immutable.
 *
 * @param subject as it was asked for
 * @param references as the registry lists them
 * @param properties of its metadata
 */
record RegisteredSchema(
        String subject, int version, String schema, List<Reference> references, Map<String, String> properties) {

    RegisteredSchema {
        references = List.copyOf(references);
        properties = Map.copyOf(properties);
    }

    /**
     * A schema's use of another.
     *
     * @param name of the record that is used
     * @param subject where it is registered, relative to the context of what uses it
     * @param version -1 for the latest
     */
    record Reference(String name, String subject, int version) {}

    /** @throws IOException if the answer is none of a registry's, or the schema is not Avro */
    static RegisteredSchema of(String subject, Answer answer) throws IOException {
        JsonObject object = answer.object();
        int version = object.version("version");
        String type = object.optionalText("schemaType").orElse("AVRO");
        if (!type.equals("AVRO")) {
            throw new IOException(answer.place() + ": version " + version + " of subject " + subject
                    + " is no Avro schema but " + Names.shown(type) + "; name a subject of type AVRO");
        }
        return new RegisteredSchema(
                subject, version, object.text("schema"), references(object, answer), properties(object, answer));
    }

    private static List<Reference> references(JsonObject object, Answer answer) throws IOException {
        List<Reference> references = new ArrayList<>();
        for (Object element : object.list("references")) {
            if (!(element instanceof Map<?, ?> fields)) {
                throw answer.wrongShape("an object with a list of objects as references");
            }
            JsonObject reference = new JsonObject(answer, fields);
            references.add(
                    new Reference(reference.text("name"), reference.text("subject"), reference.version("version")));
        }
        return references;
    }

    private static Map<String, String> properties(JsonObject object, Answer answer) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry :
                object.object("metadata").object("properties").fields().entrySet()) {
            if (!(entry.getKey() instanceof String key) || !(entry.getValue() instanceof String value)) {
                throw answer.wrongShape("an object with texts as metadata properties");
            }
            properties.put(key, value);
        }
        return properties;
    }

    /** How messages call it. */
    String name() {
        return subject + " version " + version;
    }
}
