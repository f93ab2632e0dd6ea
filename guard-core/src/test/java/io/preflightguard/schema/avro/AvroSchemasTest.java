package io.preflightguard.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroSchemasTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"int\"' | int | false",
                "'[\"null\",\"long\"]' | long | true",
                "'[\"string\",\"null\"]' | string | true",
                "'[\"int\",\"long\"]' | 'union<int, long>' | false",
                "'[\"null\",\"float\",\"double\"]' | 'union<float, double>' | true",
                "'[\"null\",\"int\",\"string\"]' | 'union<int, string>' | true",
                "'{\"type\":\"int\",\"logicalType\":\"date\"}' | date | false",
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}' | timestamp | false",
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | timestamp(millis) | false",
                "'{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}' | timestamp_ntz | false",
                "'{\"type\":\"int\",\"logicalType\":\"time-millis\"}' | time(millis) | false",
                "'{\"type\":\"string\",\"logicalType\":\"uuid\"}' | uuid | false",
                "'{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}' | decimal(10,2) | false",
                "'{\"type\":\"fixed\",\"name\":\"f\",\"size\":5,\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}'"
                        + " | decimal(10,2) | false",
                "'{\"type\":\"fixed\",\"name\":\"f\",\"size\":5}' | fixed(5) | false",
                "'{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]}' | enum(A, B) | false",
                "'{\"type\":\"array\",\"items\":[\"null\",\"int\"]}' | array<int> | false",
                "'{\"type\":\"map\",\"values\":\"int\"}' | 'map<string, int>' | false",
                "'\"null\"' | void | true"
            })
    void readsTypes(String avro, String type, boolean nullable) {
        TableSchema schema = AvroSchemas.parse(record("{\"name\":\"f\",\"type\":" + avro + "}"))
                .asTable();

        assertThat(schema.fields()).singleElement().satisfies(field -> {
            assertThat(field.type().render()).isEqualTo(type);
            assertThat(field.nullable()).isEqualTo(nullable);
        });
    }

    @Test
    void countsFieldsOfAllLevels() {
        TableSchema schema = AvroSchemas.parse(record("{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"record\",\"name\":\"i\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},"
                        + "{\"name\":\"y\",\"type\":\"int\"}]}}}"))
                .asTable();

        assertThat(schema.fieldCount()).isEqualTo(3);
    }

    @Test
    void oneRecordTypeMayBeUsedTwice() {
        TableSchema schema = AvroSchemas.parse(record("{\"name\":\"a\",\"type\":{\"type\":\"record\",\"name\":\"p\","
                        + "\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}},{\"name\":\"b\",\"type\":\"p\"}"))
                .asTable();

        assertThat(schema.fields()).extracting(field -> field.type().render()).containsOnly("struct<x: int>");
    }

    @Test
    void whatIsNoTableSchemaIsSaidInOneLine() {
        assertThatThrownBy(() -> AvroSchemas.parse("{ not json"))
                .isInstanceOf(SchemaFormatException.class)
                .hasMessageStartingWith("not an Avro schema: ")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> AvroSchemas.parse("\"string\"").asTable())
                .hasMessageContaining("is a record, not string");
        assertThatThrownBy(() -> AvroSchemas.parse("")).isInstanceOf(SchemaFormatException.class);
        assertThatThrownBy(() -> AvroSchemas.parse(record("{\"name\":\"next\",\"type\":[\"null\",\"r\"]}"))
                        .asTable())
                .hasMessage("record r contains itself, which no table can store");
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + fields + "]}";
    }
}
