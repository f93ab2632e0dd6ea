package io.preflightguard.schema.avro;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a default is a value of its schema, by Avro's rules: of the first branch of every union, as Avro 1.11 demands,
 * or of any, as Avro 1.12 takes it. Works on the text, where unions still have the order of their branches.
 */
final class DefaultValues {

    /** As Jackson writes what JSON has no number for; Avro reads them back. */
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final Map<String, Named> named = new HashMap<>();

    private record Named(Json.Obj schema, String namespace) {}

    /** Remembers a named type, which later schemas mention by its name. */
    void define(String fullName, Json.Obj schema, String namespace) {
        named.put(fullName, new Named(schema, namespace));
    }

    /** Whether the default takes the first branch wherever there are branches. */
    boolean fitsFirstBranch(Json value, Json schema, String namespace) {
        return fits(value, schema, namespace, true);
    }

    /** Whether the default takes any branches. */
    boolean fitsAny(Json value, Json schema, String namespace) {
        return fits(value, schema, namespace, false);
    }

    private boolean fits(Json value, Json schema, String namespace, boolean firstOnly) {
        if (schema instanceof Json.Arr union) {
            return union.items().stream()
                    .limit(firstOnly ? 1 : Long.MAX_VALUE)
                    .anyMatch(branch -> fits(value, branch, namespace, firstOnly));
        }
        if (schema instanceof Json.Text name) {
            Named type = find(name.value(), namespace);
            return type == null
                    ? fitsPrimitive(value, name.value())
                    : fitsType(value, type.schema(), type.namespace(), firstOnly);
        }
        return schema instanceof Json.Obj type && fitsType(value, type, namespace, firstOnly);
    }

    private @Nullable Named find(String name, String namespace) {
        Named local = named.get(namespace.isEmpty() ? name : namespace + "." + name);
        return local == null ? named.get(name.startsWith(".") ? name.substring(1) : name) : local;
    }

    private boolean fitsType(Json value, Json.Obj schema, String namespace, boolean firstOnly) {
        if (!(schema.members().get("type") instanceof Json.Text type)) {
            return false;
        }
        return switch (type.value()) {
            case "record", "error" ->
                value instanceof Json.Obj object
                        && schema.members().get("fields") instanceof Json.Arr fields
                        && fields.items().stream()
                                .allMatch(field -> field instanceof Json.Obj declared
                                        && fitsField(object, declared, own(schema, namespace), firstOnly));
            case "array" ->
                value instanceof Json.Arr list
                        && list.items().stream()
                                .allMatch(item -> fits(item, part(schema, "items"), namespace, firstOnly));
            case "map" ->
                value instanceof Json.Obj object
                        && object.members().values().stream()
                                .allMatch(item -> fits(item, part(schema, "values"), namespace, firstOnly));
            case "enum", "fixed" -> value instanceof Json.Text;
            default -> fits(value, type, namespace, firstOnly);
        };
    }

    private boolean fitsField(Json.Obj record, Json.Obj field, String namespace, boolean firstOnly) {
        if (!(field.members().get("name") instanceof Json.Text name)) {
            return false;
        }
        Json value = record.members().get(name.value());
        return value == null
                ? field.members().containsKey("default")
                : fits(value, part(field, "type"), namespace, firstOnly);
    }

    /** The namespace inside a named type: that of its own full name. */
    private static String own(Json.Obj schema, String around) {
        String name = schema.members().get("name") instanceof Json.Text text ? text.value() : "";
        int dot = name.lastIndexOf('.');
        if (dot >= 0) {
            return name.substring(0, dot);
        }
        return schema.members().get("namespace") instanceof Json.Text text ? text.value() : around;
    }

    private static Json part(Json.Obj schema, String key) {
        Json part = schema.members().get(key);
        return part == null ? new Json.Null(schema.line()) : part;
    }

    private static boolean fitsPrimitive(Json value, String type) {
        return switch (type) {
            case "null" -> value instanceof Json.Null;
            case "boolean" -> value instanceof Json.Bool;
            case "int" -> isIntegerWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long" -> isIntegerWithin(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "float", "double" ->
                value instanceof Json.Num || (value instanceof Json.Text text && NO_NUMBERS.contains(text.value()));
            case "string", "bytes" -> value instanceof Json.Text;
            default -> false;
        };
    }

    private static boolean isIntegerWithin(Json value, long least, long most) {
        if (!(value instanceof Json.Num number)
                || !number.integral()
                || number.digits().length() > 20) {
            return false;
        }
        BigDecimal digits = new BigDecimal(number.digits());
        return digits.compareTo(BigDecimal.valueOf(least)) >= 0 && digits.compareTo(BigDecimal.valueOf(most)) <= 0;
    }
}
