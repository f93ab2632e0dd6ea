package io.preflightguard.schema.avro;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.Declaration;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.SchemaNote;
import io.preflightguard.schema.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one schema and of the schemas it refers to. A type that is used again is shared, or, if it contains
 * itself, named. Not thread-safe.
 */
final class AvroReader {

    /** Types may use types that use types: a page of JSON can stand for more than any memory holds. */
    private static final long MOST_TYPES = 1_000_000;

    private static final Set<String> ORDERS = Set.of("ascending", "descending", "ignore");

    private static final Map<String, Primitive> PRIMITIVES = Map.of(
            "null", Primitive.VOID,
            "boolean", Primitive.BOOLEAN,
            "int", Primitive.INT,
            "long", Primitive.LONG,
            "float", Primitive.FLOAT,
            "double", Primitive.DOUBLE,
            "string", Primitive.STRING,
            "bytes", Primitive.BINARY);

    /** By full name; null while the type is being read. */
    private final Map<String, @Nullable Node> defined = new HashMap<>();

    private final Map<String, TypeName> names = new TreeMap<>();
    private final DefaultValues defaults = new DefaultValues();
    private final Map<String, FieldType> recursive = new HashMap<>();
    private final List<SchemaNote> notes = new ArrayList<>();
    private boolean knowsLines = true;

    /** Reads a schema for the types it defines. Its lines are not those of the schema that is wanted. */
    void define(String text) {
        knowsLines = false;
        type(JsonTree.parse(text), "", "(reference)");
    }

    DeclaredSchema read(String text) {
        knowsLines = true;
        Node root = type(JsonTree.parse(text), "", "");
        aliasesOfTypes();
        return new DeclaredSchema(root.type(), root.nullable(), Recursion.reachable(root.type(), recursive), notes);
    }

    /** Avro cannot tell which of two types is meant where one claims the other's name. */
    private void aliasesOfTypes() {
        names.values().forEach(name -> name.aliases().stream()
                .filter(alias -> names.containsKey(alias) && !alias.equals(name.fullName()))
                .sorted()
                .forEach(alias -> note(
                        RuleCatalog.FIELD_ALIAS_COLLISION,
                        "",
                        "type " + name.fullName() + " with alias " + alias,
                        "an alias that is no type of the schema",
                        0)));
    }

    private Node type(Json schema, String namespace, String path) {
        if (schema instanceof Json.Text name) {
            return named(name, namespace);
        }
        if (schema instanceof Json.Arr branches) {
            return union(branches, namespace, path);
        }
        if (schema instanceof Json.Obj object) {
            return object(object, namespace, path);
        }
        throw problem("a type is a name, an object or a list, not " + schema.kind(), schema);
    }

    private Node named(Json.Text text, String namespace) {
        Primitive primitive = PRIMITIVES.get(text.value());
        if (primitive != null) {
            return new Node(primitive, primitive == Primitive.VOID, primitive == Primitive.VOID, 1, 1, false);
        }
        String local = fullName(text.value(), namespace);
        String name = defined.containsKey(local) ? local : fullName(text.value(), "");
        if (!defined.containsKey(name)) {
            throw problem("the type '" + text.value() + "' is defined nowhere before it is used", text);
        }
        Node node = defined.get(name);
        if (node == null || node.recursive()) {
            TypeName reference = split(name, Set.of());
            recursive.putIfAbsent(name, node == null ? new FieldType.Reference(reference) : node.type());
            return new Node(new FieldType.Reference(reference), false, false, 1, 1, true);
        }
        return node;
    }

    private Node union(Json.Arr union, String namespace, String path) {
        List<Node> branches = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        boolean nullFirst = false;
        boolean nullable = false;
        for (Json item : union.items()) {
            if (item instanceof Json.Arr) {
                throw problem("a union stands directly inside a union", item);
            }
            Node branch = type(item, namespace, path);
            if (!kinds.add(kind(branch.type()))) {
                throw problem("a union lists " + branch.type().render() + " twice", item);
            }
            if (branch.type() == Primitive.VOID) {
                nullable = true;
                nullFirst = kinds.size() == 1;
            } else {
                branches.add(branch);
            }
        }
        if (branches.size() == 1) {
            Node only = branches.get(0);
            return new Node(only.type(), nullable, nullFirst, only.size(), only.depth(), only.recursive());
        }
        FieldType type = branches.isEmpty() && nullable
                ? Primitive.VOID
                : new FieldType.Union(branches.stream().map(Node::type).toList());
        return new Node(
                type,
                nullable,
                nullFirst,
                total(branches),
                deepest(branches),
                branches.stream().anyMatch(Node::recursive));
    }

    /** What Avro allows once in a union: each unnamed type, and each name. */
    private static String kind(FieldType type) {
        if (type instanceof FieldType.Decimal decimal && decimal.encoding() != null) {
            return kind(decimal.encoding());
        }
        if (type instanceof FieldType.Annotated annotated) {
            return kind(annotated.base());
        }
        TypeName name = type instanceof FieldType.Reference reference ? reference.name() : FieldType.nameOf(type);
        if (name != null) {
            return "name " + name.fullName();
        }
        if (type instanceof FieldType.Timestamp) {
            return "long";
        }
        if (type instanceof FieldType.Time time) {
            return time.resolution() == FieldType.Resolution.MILLIS ? "int" : "long";
        }
        if (type == Primitive.DATE) {
            return "int";
        }
        return type == Primitive.UUID
                ? "string"
                : type instanceof Primitive ? type.render() : type.getClass().getSimpleName();
    }

    private Node object(Json.Obj schema, String namespace, String path) {
        Json kind = schema.members().get("type");
        if (!(kind instanceof Json.Text text)) {
            throw problem(kind == null ? "a type has no \"type\"" : "the \"type\" of a type is " + kind.kind(), schema);
        }
        return switch (text.value()) {
            case "record", "error" -> record(schema, namespace, path);
            case "enum" -> definition(schema, namespace, path, name -> enumeration(name, schema, path));
            case "fixed" -> definition(schema, namespace, path, name -> fixed(name, schema));
            case "array" -> {
                Node items = type(required(schema, "items"), namespace, path + "[]");
                yield container(new FieldType.Array(items.type(), items.nullable()), items, schema, path);
            }
            case "map" -> {
                Node values = type(required(schema, "values"), namespace, path + "{}");
                yield container(
                        new FieldType.Map(Primitive.STRING, values.type(), values.nullable()), values, schema, path);
            }
            default -> {
                Node named = named(text, namespace);
                yield PRIMITIVES.containsKey(text.value()) ? logical(named, schema, path) : named;
            }
        };
    }

    private Node container(FieldType type, Node inner, Json.Obj schema, String path) {
        return logical(
                new Node(type, false, false, total(List.of(inner)), deepest(List.of(inner)), inner.recursive()),
                schema,
                path);
    }

    private Node record(Json.Obj schema, String namespace, String path) {
        TypeName name = declare(schema, namespace, path);
        if (!(required(schema, "fields") instanceof Json.Arr list)) {
            throw problem("the \"fields\" of record " + name.fullName() + " are no list", schema);
        }
        List<Field> fields = new ArrayList<>();
        List<Node> types = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json item : list.items()) {
            Json.Obj field = asObject(item, "a field of record " + name.fullName());
            String fieldName = text(field, "name");
            if (!names.add(fieldName)) {
                throw problem("record " + name.fullName() + " has the field '" + fieldName + "' twice", field);
            }
            String fieldPath = path.isEmpty() ? fieldName : path + "." + fieldName;
            checkName(fieldName, fieldPath, field.line());
            Node type = type(required(field, "type"), name.namespace(), fieldPath);
            fields.add(new Field(
                    fieldName, type.type(), type.nullable(), declaration(field, name.namespace(), fieldPath, type)));
            types.add(type);
        }
        fieldAliases(fields, path);
        boolean mentionsOpen = types.stream().anyMatch(Node::recursive) || recursive.containsKey(name.fullName());
        Node node =
                new Node(new FieldType.Struct(name, fields), false, false, total(types), deepest(types), mentionsOpen);
        return close(name, logical(node, schema, path));
    }

    private void fieldAliases(List<Field> fields, String path) {
        Set<String> all = fields.stream().map(Field::name).collect(Collectors.toSet());
        for (Field field : fields) {
            field.declaration().aliases().stream()
                    .filter(all::contains) // its own name included: Avro counts it twice
                    .sorted()
                    .forEach(alias -> note(
                            RuleCatalog.FIELD_ALIAS_COLLISION,
                            path.isEmpty() ? field.name() : path + "." + field.name(),
                            field.name() + " with alias " + alias,
                            "an alias that is no field of the record",
                            field.declaration().line()));
        }
    }

    private Declaration declaration(Json.Obj field, String namespace, String path, Node type) {
        Json logicalType = field.members().get("logicalType");
        if (logicalType != null) {
            note(
                    RuleCatalog.LOGICAL_TYPE_IGNORED,
                    path,
                    "logicalType " + logicalType.render() + " on the field",
                    "logicalType inside the type: \"type\": {\"type\": ..., \"logicalType\": " + logicalType.render()
                            + "}",
                    logicalType.line());
        }
        Json value = field.members().get("default");
        if (value != null) {
            checkDefault(value, required(field, "type"), namespace, type, path);
        }
        checkOrder(field);
        return new Declaration(
                value == null ? null : value.render(),
                Set.copyOf(texts(field, "aliases")),
                type.nullable() && type.nullFirst(),
                knowsLines && field.members().get("name") instanceof Json.Text name ? name.line() : 0);
    }

    private static void checkOrder(Json.Obj field) {
        Json order = field.members().get("order");
        if (order != null && !(order instanceof Json.Text text && ORDERS.contains(text.value()))) {
            throw problem("the \"order\" of a field is ascending, descending or ignore, not " + order.render(), order);
        }
    }

    private void checkDefault(Json value, Json schema, String namespace, Node type, String path) {
        FieldType only = type.type();
        if (only instanceof FieldType.Enumeration enumeration
                && value instanceof Json.Text symbol
                && !enumeration.symbols().contains(symbol.value())) {
            note(
                    RuleCatalog.ENUM_DEFAULT_UNKNOWN_SYMBOL,
                    path,
                    "default " + value.render(),
                    "one of " + only.render(),
                    value.line());
        } else if (!defaults.fitsAny(value, schema, namespace)) {
            note(RuleCatalog.DEFAULT_INVALID, path, "default " + value.render(), rendered(type), value.line());
        } else if (!defaults.fitsFirstBranch(value, schema, namespace)) {
            note(
                    RuleCatalog.DEFAULT_NOT_FIRST_BRANCH,
                    path,
                    "default " + value.render(),
                    "a value of the first branch of " + rendered(type),
                    value.line());
        }
    }

    private static String rendered(Node node) {
        String type = node.type().render();
        return !node.nullable() || node.type() == Primitive.VOID
                ? type
                : node.nullFirst() ? "[null, " + type + "]" : "[" + type + ", null]";
    }

    private Node enumeration(TypeName name, Json.Obj schema, String path) {
        if (!(required(schema, "symbols") instanceof Json.Arr)) {
            throw problem("the \"symbols\" of enum " + name.fullName() + " are no list", schema);
        }
        List<String> symbols = texts(schema, "symbols");
        Set<String> distinct = new LinkedHashSet<>(symbols);
        if (distinct.size() < symbols.size()) {
            throw problem("enum " + name.fullName() + " lists a symbol twice", schema);
        }
        for (String symbol : distinct) {
            checkName(symbol, path, schema.line());
        }
        Json fallback = schema.members().get("default");
        if (fallback instanceof Json.Text symbol
                && !distinct.contains(symbol.value())) { // Avro ignores what is no text
            note(
                    RuleCatalog.ENUM_DEFAULT_UNKNOWN_SYMBOL,
                    path,
                    "default " + fallback.render(),
                    "one of its symbols",
                    fallback.line());
        }
        return Node.of(
                new FieldType.Enumeration(name, symbols, fallback instanceof Json.Text symbol ? symbol.value() : null));
    }

    private Node fixed(TypeName name, Json.Obj schema) {
        try {
            if (required(schema, "size") instanceof Json.Num size) {
                int bytes = Integer.parseInt(size.digits());
                if (bytes >= 0) {
                    return Node.of(new FieldType.Fixed(name, bytes));
                }
            }
        } catch (NumberFormatException tooLarge) {
            throw new SchemaFormatException(
                    message("the size of fixed " + name.fullName() + " is no whole number of bytes", schema), tooLarge);
        }
        throw problem("the size of fixed " + name.fullName() + " is no whole number of bytes", schema);
    }

    private Node definition(Json.Obj schema, String namespace, String path, Function<TypeName, Node> reader) {
        TypeName name = declare(schema, namespace, path);
        return close(name, logical(reader.apply(name), schema, path));
    }

    /** Announces a named type, so that it can be used inside itself. */
    private TypeName declare(Json.Obj schema, String namespace, String path) {
        String given = text(schema, "name");
        String space = schema.members().get("namespace") instanceof Json.Text own ? own.value() : namespace;
        TypeName bare = split(fullName(given, space), Set.of());
        Set<String> aliases = texts(schema, "aliases").stream()
                .map(alias -> fullName(alias, bare.namespace()))
                .collect(Collectors.toSet());
        TypeName name = new TypeName(bare.namespace(), bare.name(), aliases);
        checkName(name.name(), path, schema.line());
        aliases.forEach(alias -> checkName(split(alias, Set.of()).name(), path, schema.line()));
        if (PRIMITIVES.containsKey(name.fullName())) {
            throw problem("a type is called " + name.fullName() + ", which is a type of Avro itself", schema);
        }
        if (defined.containsKey(name.fullName())) {
            throw problem("the type " + name.fullName() + " is defined twice", schema);
        }
        defined.put(name.fullName(), null);
        names.put(name.fullName(), name);
        defaults.define(name.fullName(), schema, name.namespace());
        return name;
    }

    private Node close(TypeName name, Node node) {
        defined.put(name.fullName(), node);
        recursive.computeIfPresent(name.fullName(), (key, placeholder) -> node.type());
        return node;
    }

    private Node logical(Node node, Json.Obj schema, String path) {
        if (!(schema.members().get("logicalType") instanceof Json.Text name)) {
            return node;
        }
        FieldType logical = LogicalTypes.apply(name.value(), node.type(), schema);
        if (logical == null) {
            note(
                    RuleCatalog.LOGICAL_TYPE_IGNORED,
                    path,
                    "logicalType " + name.render() + " on " + node.type().render(),
                    "a type and parameters that Avro allows it on",
                    name.line());
            return node;
        }
        return node.as(logical);
    }

    private long total(List<Node> parts) {
        long size = 1;
        for (Node part : parts) {
            size += part.size();
        }
        if (size > MOST_TYPES) {
            throw new SchemaFormatException("the schema stands for more than " + MOST_TYPES
                    + " types, because types that are used again use types that are used again");
        }
        return size;
    }

    /** Named types nest where they are used, far beyond what one text nests. */
    private int deepest(List<Node> parts) {
        int depth = 1 + parts.stream().mapToInt(Node::depth).max().orElse(0);
        if (depth > JsonTree.DEEPEST) {
            throw new SchemaFormatException("not an Avro schema that can be checked: its types nest deeper than "
                    + JsonTree.DEEPEST + " levels");
        }
        return depth;
    }

    private void checkName(String name, String path, int line) {
        if (!AvroNames.isLegal(name)) {
            note(RuleCatalog.FIELD_NAME_ILLEGAL, path, "'" + name + "'", "letters, digits and _, no digit first", line);
        }
    }

    private void note(Rule rule, String path, String seen, String expected, int line) {
        notes.add(new SchemaNote(rule, path, seen, expected, knowsLines ? line : 0));
    }

    private static String fullName(String name, String namespace) {
        if (name.startsWith(".")) {
            return name.substring(1); // no namespace, whatever is around it
        }
        return name.indexOf('.') >= 0 || namespace.isEmpty() ? name : namespace + "." + name;
    }

    private static TypeName split(String fullName, Set<String> aliases) {
        int dot = fullName.lastIndexOf('.');
        return new TypeName(dot < 0 ? "" : fullName.substring(0, dot), fullName.substring(dot + 1), aliases);
    }

    private static Json required(Json.Obj schema, String key) {
        Json value = schema.members().get(key);
        if (value == null) {
            throw problem("\"" + key + "\" is missing", schema);
        }
        return value;
    }

    private static String text(Json.Obj schema, String key) {
        if (required(schema, key) instanceof Json.Text text) {
            return text.value();
        }
        throw problem("\"" + key + "\" is no string", schema);
    }

    private static List<String> texts(Json.Obj schema, String key) {
        Json value = schema.members().get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Json.Arr list && list.items().stream().allMatch(Json.Text.class::isInstance)) {
            return list.items().stream().map(item -> ((Json.Text) item).value()).toList();
        }
        throw problem("\"" + key + "\" is no list of strings", schema);
    }

    private static Json.Obj asObject(Json value, String what) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw problem(what + " is " + value.kind() + ", not an object", value);
    }

    private static SchemaFormatException problem(String what, Json where) {
        return new SchemaFormatException(message(what, where));
    }

    private static String message(String what, Json where) {
        return "not an Avro schema: " + what + ", in line " + where.line();
    }
}
