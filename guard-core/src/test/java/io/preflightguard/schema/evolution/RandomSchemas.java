package io.preflightguard.schema.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random nested Avro schemas, and what people do to schemas. The same seed gives the same schemas. */
final class RandomSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PRIMITIVES =
            List.of("boolean", "int", "long", "float", "double", "string", "bytes");
    private static final List<String> LOGICAL_INT = List.of("date", "time-millis");
    private static final List<String> LOGICAL_LONG = List.of(
            "timestamp-millis", "timestamp-micros", "time-micros", "local-timestamp-millis", "local-timestamp-micros");

    private final Random random;
    private final List<String> records = new ArrayList<>();
    private int names;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    /** A record of one to seven fields, nested up to four levels. */
    ObjectNode record() {
        records.clear();
        return record(4);
    }

    private ObjectNode record(int depth) {
        ObjectNode record = named("record", "R");
        records.add(record.get("name").asText());
        ArrayNode fields = record.putArray("fields");
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            fields.add(field("f" + i, depth));
        }
        return record;
    }

    private ObjectNode field(String name, int depth) {
        ObjectNode field = JSON.createObjectNode().put("name", name);
        JsonNode type = type(depth);
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                field.set("type", nullable(type, true));
                field.putNull("default");
            }
            case 2 -> field.set("type", nullable(type, random.nextBoolean()));
            case 3 -> {
                field.set("type", type);
                if (type.isTextual()) {
                    field.set("default", defaultOf(type.asText()));
                }
            }
            default -> field.set("type", type);
        }
        if (random.nextInt(12) == 0) {
            field.putArray("aliases").add("f" + random.nextInt(9));
        }
        return field;
    }

    private JsonNode nullable(JsonNode type, boolean nullFirst) {
        if (type.isArray()) {
            return type;
        }
        ArrayNode union = JSON.createArrayNode();
        if (nullFirst) {
            union.add("null").add(type);
        } else {
            union.add(type).add("null");
        }
        return union;
    }

    private JsonNode type(int depth) {
        switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0, 1, 2, 3, 4:
                return JSON.getNodeFactory().textNode(any(PRIMITIVES));
            case 5:
                return logical();
            case 6:
                ObjectNode enumeration = named("enum", "E");
                ArrayNode symbols = enumeration.putArray("symbols").add("A").add("B");
                if (random.nextBoolean()) {
                    symbols.add("C");
                }
                if (random.nextInt(3) == 0) {
                    enumeration.put("default", "A");
                }
                return enumeration;
            case 7:
                ObjectNode fixed = named("fixed", "X").put("size", 4 + random.nextInt(3));
                return random.nextBoolean()
                        ? fixed
                        : fixed.put("logicalType", "decimal")
                                .put("precision", 6)
                                .put("scale", random.nextInt(3));
            case 8:
                ArrayNode union = JSON.createArrayNode();
                if (random.nextBoolean()) {
                    union.add("null");
                }
                union.add("int").add("string");
                if (random.nextBoolean()) {
                    union.add("double");
                }
                if (depth > 0 && random.nextInt(3) == 0) {
                    union.add(record(depth - 1));
                    ObjectNode branch = named("enum", "E");
                    branch.putArray("symbols").add("A").add("B");
                    union.add(branch);
                }
                return union;
            case 9:
                ObjectNode array = JSON.createObjectNode().put("type", "array");
                return array.set("items", random.nextBoolean() ? type(depth - 1) : nullable(type(depth - 1), true));
            case 10:
                ObjectNode map = JSON.createObjectNode().put("type", "map");
                return map.set("values", random.nextBoolean() ? type(depth - 1) : nullable(type(depth - 1), true));
            case 11:
                return JSON.getNodeFactory().textNode(any(records)); // itself, or a record read before
            default:
                return record(depth - 1);
        }
    }

    private ObjectNode logical() {
        ObjectNode type = JSON.createObjectNode();
        return switch (random.nextInt(4)) {
            case 0 -> type.put("type", "int").put("logicalType", any(LOGICAL_INT));
            case 1 -> type.put("type", "long").put("logicalType", any(LOGICAL_LONG));
            case 2 -> type.put("type", "string").put("logicalType", "uuid");
            default ->
                type.put("type", "bytes")
                        .put("logicalType", "decimal")
                        .put("precision", 6 + random.nextInt(5))
                        .put("scale", random.nextInt(5));
        };
    }

    private ObjectNode named(String type, String prefix) {
        ObjectNode schema = JSON.createObjectNode().put("type", type).put("name", prefix + names++);
        if (random.nextInt(4) == 0) {
            schema.put("namespace", random.nextBoolean() ? "a.b" : "c");
        }
        return schema;
    }

    private JsonNode defaultOf(String primitive) {
        return switch (primitive) {
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            case "int", "long" -> JSON.getNodeFactory().numberNode(random.nextInt(3));
            case "float", "double" -> JSON.getNodeFactory().numberNode(0.5);
            default -> JSON.getNodeFactory().textNode("x");
        };
    }

    /** The schema with one to three changes somewhere in it; now and then with none. */
    ObjectNode mutate(ObjectNode schema) {
        ObjectNode copy = schema.deepCopy();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            List<ObjectNode> objects = new ArrayList<>();
            collect(copy, objects);
            change(any(objects));
        }
        return copy;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && object.has("type")) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private void change(ObjectNode object) {
        if (object.has("fields")) {
            changeRecord(object);
        } else if (object.has("symbols")) {
            changeEnum(object);
        } else if (object.has("size")) {
            if (random.nextBoolean()) {
                object.put("size", object.get("size").asInt() + 1);
            } else {
                rename(object);
            }
        } else if (object.has("logicalType")) {
            changeLogical(object);
        } else if (object.has("items") || object.has("values")) {
            String key = object.has("items") ? "items" : "values";
            object.set(key, changedType(object.get(key)));
        } else if (object.has("name")) {
            changeField(object);
        }
    }

    private void changeRecord(ObjectNode record) {
        ArrayNode fields = (ArrayNode) record.get("fields");
        switch (random.nextInt(5)) {
            case 0, 1 -> fields.insert(random.nextInt(fields.size() + 1), field("n" + names++, 1));
            case 2 -> {
                if (fields.size() > 1) {
                    fields.remove(random.nextInt(fields.size()));
                }
            }
            case 3 -> {
                JsonNode moved = fields.remove(random.nextInt(fields.size()));
                fields.insert(random.nextInt(fields.size() + 1), moved);
            }
            default -> rename(record);
        }
    }

    private void rename(ObjectNode type) {
        String old = type.get("name").asText();
        if (random.nextBoolean()) {
            type.put("namespace", "moved");
        } else {
            type.put("name", old + "x");
            if (random.nextBoolean()) {
                type.putArray("aliases").add(old);
            }
        }
    }

    private void changeEnum(ObjectNode enumeration) {
        ArrayNode symbols = (ArrayNode) enumeration.get("symbols");
        switch (random.nextInt(5)) {
            case 0 -> symbols.add("S" + names++);
            case 1 -> {
                if (symbols.size() > 1) {
                    symbols.remove(symbols.size() - 1);
                }
            }
            case 2 -> symbols.insert(0, symbols.remove(symbols.size() - 1));
            case 3 -> {
                if (enumeration.has("default")) {
                    enumeration.remove("default");
                } else {
                    enumeration.put("default", symbols.get(0).asText());
                }
            }
            default -> rename(enumeration);
        }
    }

    private void changeLogical(ObjectNode type) {
        switch (type.get("type").asText()) {
            case "int" -> type.put("logicalType", any(LOGICAL_INT));
            case "long" -> type.put("logicalType", any(LOGICAL_LONG));
            case "string" -> type.remove("logicalType");
            default -> type.put(random.nextBoolean() ? "precision" : "scale", 5 + random.nextInt(2));
        }
    }

    private void changeField(ObjectNode field) {
        String name = field.get("name").asText();
        switch (random.nextInt(9)) {
            case 0 -> field.put("name", name + "r");
            case 1 -> field.put("name", name + "r").putArray("aliases").add(name);
            case 2 -> field.put("name", name.toUpperCase(java.util.Locale.ROOT));
            case 3 -> field.remove("default");
            case 4 -> field.putArray("aliases").add("f" + random.nextInt(9));
            case 5 -> field.put("doc", "changed");
            default -> {
                field.set("type", changedType(field.get("type")));
                if (field.get("type").isTextual() && field.has("default")) {
                    field.remove("default");
                }
            }
        }
    }

    private JsonNode changedType(JsonNode type) {
        if (type instanceof ArrayNode union) {
            switch (random.nextInt(4)) {
                case 0:
                    return union.get(union.size() - 1);
                case 1:
                    ArrayNode turned = JSON.createArrayNode();
                    for (int i = union.size() - 1; i >= 0; i--) {
                        turned.add(union.get(i));
                    }
                    return turned;
                case 2:
                    return union.size() > 1 ? withoutFirst(union) : union;
                default:
                    ArrayNode longer = union.deepCopy();
                    return longer.add("float");
            }
        }
        return random.nextInt(3) == 0
                ? nullable(type, random.nextBoolean())
                : JSON.getNodeFactory().textNode(any(PRIMITIVES));
    }

    private static ArrayNode withoutFirst(ArrayNode union) {
        ArrayNode shorter = union.deepCopy();
        shorter.remove(0);
        return shorter;
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
