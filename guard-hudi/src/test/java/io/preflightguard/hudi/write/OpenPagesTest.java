package io.preflightguard.hudi.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class OpenPagesTest {

    private static final StructType SIX_COLUMNS =
            StructType.fromDDL("a string, b struct<x: int, y: array<long>>, c map<string, date>, d decimal(10,2)");

    @Test
    void aPageOfEachColumnHasRoom() {
        assertThat(OpenPages.ratio(OpenPages.columns(SIX_COLUMNS), Map.of(), 120L << 20))
                .hasValueSatisfying(ratio -> assertThat(ratio).isCloseTo(0.1 + 6 / 120.0, within(1e-9)));
    }

    @Test
    void avroColumnsAreCountedAlike() {
        Schema schema = SchemaBuilder.record("r")
                .fields()
                .optionalString("a")
                .name("b")
                .type(SchemaBuilder.record("s")
                        .fields()
                        .requiredInt("x")
                        .name("y")
                        .type(SchemaBuilder.array().items().longType())
                        .noDefault()
                        .endRecord())
                .noDefault()
                .name("c")
                .type(SchemaBuilder.map().values().intType())
                .noDefault()
                .requiredBytes("d")
                .endRecord();

        assertThat(OpenPages.columns(schema))
                .isEqualTo(OpenPages.columns(SIX_COLUMNS))
                .isEqualTo(6);
    }

    @Test
    void aRatioThatIsStatedStays() {
        assertThat(OpenPages.ratio(6, Map.of(OpenPages.RATIO, "0.35"), 120L << 20))
                .isEmpty();
        assertThat(OpenPages.ratio(6, Map.of(OpenPages.RATIO, "0.1"), 120L << 20))
                .isPresent();
    }
}
