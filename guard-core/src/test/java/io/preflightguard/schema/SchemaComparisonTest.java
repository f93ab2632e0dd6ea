package io.preflightguard.schema;

import static io.preflightguard.schema.FieldType.Primitive.BINARY;
import static io.preflightguard.schema.FieldType.Primitive.BOOLEAN;
import static io.preflightguard.schema.FieldType.Primitive.DATE;
import static io.preflightguard.schema.FieldType.Primitive.DOUBLE;
import static io.preflightguard.schema.FieldType.Primitive.FLOAT;
import static io.preflightguard.schema.FieldType.Primitive.INT;
import static io.preflightguard.schema.FieldType.Primitive.LONG;
import static io.preflightguard.schema.FieldType.Primitive.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.FieldType.Resolution;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaComparisonTest {

    private static final FieldType MICROS = new FieldType.Timestamp(Resolution.MICROS, true);
    private static final FieldType MILLIS = new FieldType.Timestamp(Resolution.MILLIS, true);
    private static final FieldType LOCAL = new FieldType.Timestamp(Resolution.MICROS, false);

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(STRING, struct(field("x", INT)), RuleCatalog.TYPE_CHANGED),
                Arguments.of(struct(field("x", INT)), STRING, RuleCatalog.TYPE_CHANGED),
                Arguments.of(STRING, INT, RuleCatalog.TYPE_CHANGED),
                Arguments.of(INT, STRING, RuleCatalog.TYPE_CHANGED),
                Arguments.of(INT, BOOLEAN, RuleCatalog.TYPE_CHANGED),
                Arguments.of(INT, DOUBLE, RuleCatalog.TYPE_PROMOTED_CROSS_FAMILY),
                Arguments.of(LONG, FLOAT, RuleCatalog.TYPE_PROMOTED_LOSSY),
                Arguments.of(STRING, BINARY, RuleCatalog.TYPE_STRING_BYTES),
                Arguments.of(array(INT), INT, RuleCatalog.TYPE_CHANGED),
                Arguments.of(INT, FieldType.Primitive.VOID, RuleCatalog.TYPE_CHANGED),
                Arguments.of(INT, LONG, RuleCatalog.TYPE_WIDENED),
                Arguments.of(FLOAT, DOUBLE, RuleCatalog.TYPE_WIDENED),
                Arguments.of(LONG, INT, RuleCatalog.TYPE_NARROWED),
                Arguments.of(DOUBLE, FLOAT, RuleCatalog.TYPE_NARROWED),
                Arguments.of(DATE, MICROS, RuleCatalog.LOGICAL_TYPE_CHANGED),
                Arguments.of(MICROS, LONG, RuleCatalog.LOGICAL_TYPE_CHANGED),
                Arguments.of(LONG, MICROS, RuleCatalog.LOGICAL_TYPE_CHANGED),
                Arguments.of(DATE, STRING, RuleCatalog.LOGICAL_TYPE_CHANGED),
                Arguments.of(MICROS, LOCAL, RuleCatalog.LOGICAL_TYPE_CHANGED),
                Arguments.of(decimal(10, 2), decimal(10, 4), RuleCatalog.DECIMAL_SCALE_CHANGED),
                Arguments.of(decimal(10, 2), decimal(12, 4), RuleCatalog.DECIMAL_SCALE_CHANGED),
                Arguments.of(decimal(10, 2), decimal(12, 2), RuleCatalog.DECIMAL_PRECISION_WIDENED),
                Arguments.of(decimal(10, 2), decimal(8, 2), RuleCatalog.DECIMAL_PRECISION_NARROWED),
                Arguments.of(decimal(10, 2), DOUBLE, RuleCatalog.TYPE_CHANGED));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeIsFoundAtEveryLevel(FieldType known, FieldType incoming, Rule rule) {
        assertThat(compare(known, incoming))
                .as("at the top")
                .containsExactly(new SchemaChange(rule, "f", known.render(), incoming.render()));
        assertThat(compare(struct(field("x", known)), struct(field("x", incoming))))
                .as("in a struct")
                .containsExactly(new SchemaChange(rule, "f.x", known.render(), incoming.render()));
        assertThat(compare(array(known), array(incoming)))
                .as("in a list")
                .containsExactly(new SchemaChange(rule, "f[]", known.render(), incoming.render()));
        assertThat(compare(map(known), map(incoming)))
                .as("in a map")
                .containsExactly(new SchemaChange(rule, "f{}", known.render(), incoming.render()));
        assertThat(compare(array(struct(field("x", map(known)))), array(struct(field("x", map(incoming))))))
                .as("deep down")
                .extracting(SchemaChange::path)
                .containsExactly("f[].x{}");
    }

    static Stream<Arguments> sameToSpark() {
        return Stream.of(
                Arguments.of(new FieldType.Enumeration(null, List.of("A"), null), STRING),
                Arguments.of(new FieldType.Fixed(null, 4), BINARY),
                Arguments.of(new FieldType.Time(Resolution.MILLIS), INT),
                Arguments.of(new FieldType.Time(Resolution.MICROS), LONG),
                Arguments.of(MILLIS, MICROS),
                Arguments.of(new FieldType.Timestamp(Resolution.NANOS, true), LONG));
    }

    @ParameterizedTest
    @MethodSource("sameToSpark")
    void whatSparkCannotTellApartIsNoChange(FieldType contract, FieldType frame) {
        assertThat(compare(contract, frame)).isEmpty();
        assertThat(compare(array(contract), array(frame))).isEmpty();
    }

    @Test
    void sameSchemaInAnotherOrderIsNoChange() {
        assertThat(SchemaComparison.additiveOnly(
                        SchemaPairing.INPUT_AND_TABLE,
                        schema(field("a", INT), field("b", STRING)),
                        schema(field("b", STRING), field("a", INT))))
                .isEmpty();
    }

    @Test
    void fieldsComeAndGoAtEveryLevel() {
        TableSchema known = schema(field("kept", INT), field("gone", STRING), field("s", struct(field("x", INT))));
        TableSchema incoming = schema(
                field("kept", INT),
                field("s", struct(field("y", INT), new Field("z", INT, false))),
                new Field("required", LONG, false));

        assertThat(SchemaComparison.additiveOnly(SchemaPairing.INPUT_AND_TABLE, known, incoming))
                .containsExactly(
                        new SchemaChange(RuleCatalog.FIELD_REMOVED, "gone", "string", "absent"),
                        new SchemaChange(RuleCatalog.FIELD_REMOVED, "s.x", "int", "absent"),
                        new SchemaChange(RuleCatalog.FIELD_ADDED_OPTIONAL, "s.y", "absent", "int"),
                        new SchemaChange(RuleCatalog.FIELD_ADDED_REQUIRED, "s.z", "absent", "int not null"),
                        new SchemaChange(RuleCatalog.FIELD_ADDED_REQUIRED, "required", "absent", "long not null"));
        assertThat(SchemaComparison.additiveOnly(SchemaPairing.INPUT_AND_CONTRACT, known, incoming))
                .as("a contract declares every field")
                .extracting(change -> change.rule().id())
                .containsExactly(
                        "FIELD_REMOVED", "FIELD_REMOVED", "FIELD_UNDECLARED", "FIELD_UNDECLARED", "FIELD_UNDECLARED");
    }

    @Test
    void aNameInAnotherCaseIsOneFindingAndItsTypeIsStillCompared() {
        assertThat(SchemaComparison.additiveOnly(
                        SchemaPairing.INPUT_AND_TABLE, schema(field("name", STRING)), schema(field("Name", INT))))
                .containsExactly(
                        new SchemaChange(RuleCatalog.FIELD_CASE_CHANGED, "name", "name", "Name"),
                        new SchemaChange(RuleCatalog.TYPE_CHANGED, "name", "string", "int"));
    }

    @Test
    void twoNewNamesThatDifferOnlyInCaseAreACollisionAndSoAreTwoThatAreAlike() {
        assertThat(SchemaComparison.additiveOnly(
                        SchemaPairing.INPUT_AND_TABLE,
                        schema(field("x", INT)),
                        schema(field("x", INT), field("b", INT), field("B", INT), field("x", INT))))
                .extracting(change -> change.rule().id() + " " + change.path())
                .containsExactly("FIELD_ADDED_OPTIONAL b", "FIELD_CASE_COLLISION B", "FIELD_CASE_COLLISION x");
    }

    @Test
    void aNewNameThatDiffersOnlyInCaseFromOneThatArrivesIsACollision() {
        assertThat(SchemaComparison.additiveOnly(
                        SchemaPairing.INPUT_AND_TABLE,
                        schema(field("b", INT)),
                        schema(field("b", INT), field("B", INT))))
                .containsExactly(new SchemaChange(RuleCatalog.FIELD_CASE_COLLISION, "B", "b", "B"));
    }

    @Test
    void namesThatDifferOnlyInCaseStayApart() {
        TableSchema both = schema(field("id", INT), field("ID", STRING));

        assertThat(SchemaComparison.additiveOnly(SchemaPairing.INPUT_AND_TABLE, both, both))
                .isEmpty();
    }

    @Test
    void everyFindingShowsPathBothTypesAndAWayOut() {
        CheckResult result = SchemaRules.judge(
                "schema",
                SchemaPairing.INPUT_AND_TABLE,
                schema(field("delay", LONG)),
                schema(field("delay", struct(field("minutes", LONG)))));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("delay");
            assertThat(finding.message()).startsWith("long -> struct<minutes: long>: ");
            assertThat(finding.observed().render()).isEqualTo("struct<minutes: long>");
            assertThat(finding.limit().value().render()).isEqualTo("long");
            assertThat(finding.suggestion()).isNotBlank();
        });
    }

    @Test
    void everySchemaRuleHasAdvice() {
        changes().forEach(change -> assertThat(SchemaRules.judge(
                                "schema",
                                SchemaPairing.INPUT_AND_TABLE,
                                schema(field("f", (FieldType) change.get()[0])),
                                schema(field("f", (FieldType) change.get()[1])))
                        .outcome()
                        .findings())
                .isNotEmpty());
    }

    @Test
    void aSideWithoutFieldsIsNotAPass() {
        assertThat(SchemaRules.judge("schema", SchemaPairing.INPUT_AND_CONTRACT, schema(), schema(field("a", INT)))
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    private static List<SchemaChange> compare(FieldType known, FieldType incoming) {
        return SchemaComparison.additiveOnly(
                SchemaPairing.INPUT_AND_TABLE, schema(field("f", known)), schema(field("f", incoming)));
    }

    private static TableSchema schema(Field... fields) {
        return new TableSchema(List.of(fields));
    }

    private static Field field(String name, FieldType type) {
        return new Field(name, type, true);
    }

    private static FieldType struct(Field... fields) {
        return new FieldType.Struct(List.of(fields));
    }

    private static FieldType array(FieldType element) {
        return new FieldType.Array(element, true);
    }

    private static FieldType map(FieldType value) {
        return new FieldType.Map(STRING, value, true);
    }

    private static FieldType decimal(int precision, int scale) {
        return new FieldType.Decimal(precision, scale);
    }
}
