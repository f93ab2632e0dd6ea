package io.preflightguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSchemasTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean | boolean",
                "tinyint | int",
                "smallint | int",
                "int | int",
                "bigint | long",
                "float | float",
                "double | double",
                "decimal(12,3) | decimal(12,3)",
                "string | string",
                "char(3) | string",
                "varchar(3) | string",
                "binary | binary",
                "date | date",
                "timestamp | timestamp",
                "timestamp_ntz | timestamp_ntz",
                "array<int> | array<int>",
                "map<string,bigint> | 'map<string, long>'",
                "struct<a:int,b:array<struct<c:date>>> | 'struct<a: int, b: array<struct<c: date>>>'",
                "interval day to second | interval day to second"
            })
    void readsEveryType(String ddl, String type) {
        assertThat(SparkSchemas.read(StructType.fromDDL("f " + ddl)).fields())
                .singleElement()
                .satisfies(field -> assertThat(field.type().render()).isEqualTo(type));
    }

    @Test
    void keepsNullability() {
        assertThat(SparkSchemas.read(StructType.fromDDL("a int not null, b int"))
                        .fields())
                .extracting(field -> field.nullable())
                .containsExactly(false, true);
    }
}
