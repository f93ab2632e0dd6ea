package io.preflightguard.schema.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.avro.AvroSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must hold for any pair, shown on 10,000 random ones; each failure prints its seed and both schemas. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RandomSchemaPairsTest {

    private static final int PAIRS = 10_000;
    private static final boolean AVRO_1_11 =
            String.valueOf(Schema.class.getPackage().getImplementationVersion()).startsWith("1.11");

    @Test
    void whatPassesIsCompatibleAndResolutionIsAvros() {
        int compared = 0;
        int passedAdditive = 0;
        int passedWidening = 0;
        int readable = 0;
        int decoded = 0;
        for (long seed = 1; seed <= PAIRS; seed++) {
            RandomSchemas schemas = new RandomSchemas(seed);
            ObjectNode first = schemas.record();
            String before = first.toString();
            String after = schemas.mutate(first).toString();
            String context = "seed " + seed + "\nold " + before + "\nnew " + after;

            Schema avroBefore = avro(before);
            Schema avroAfter = avro(after);
            DeclaredSchema ourBefore = ours(before);
            DeclaredSchema ourAfter = ours(after);
            assertParsesAlike(avroBefore, ourBefore, "old, " + context);
            assertParsesAlike(avroAfter, ourAfter, "new, " + context);
            if (avroBefore == null || avroAfter == null || ourBefore == null || ourAfter == null) {
                continue;
            }
            compared++;
            boolean backward = avroReads(avroAfter, avroBefore);
            boolean forward = avroReads(avroBefore, avroAfter);
            assertThat(AvroResolution.problems(ourAfter, ourBefore).isEmpty())
                    .as("backward as Avro says, " + context)
                    .isEqualTo(backward);
            assertThat(AvroResolution.problems(ourBefore, ourAfter).isEmpty())
                    .as("forward as Avro says, " + context)
                    .isEqualTo(forward);
            if (!avroReads(avroBefore, avroBefore)) {
                continue; // its aliases collide, so its readers fail whatever comes next
            }
            boolean decodes = ourBefore.recursive().isEmpty()
                    && ourAfter.recursive().isEmpty()
                    && SchemaLint.invalidities(ourBefore).isEmpty()
                    && SchemaLint.invalidities(ourAfter).isEmpty();
            if (decodes && passes(EvolutionLevel.ADDITIVE, ourBefore, ourAfter)) {
                decoded++;
                assertThat(decodes(avroBefore, avroAfter, seed))
                        .as("new reads old data, " + context)
                        .isTrue();
                assertThat(decodes(avroAfter, avroBefore, seed))
                        .as("old reads new data, " + context)
                        .isTrue();
            }
            if (passes(EvolutionLevel.ADDITIVE, ourBefore, ourAfter)) {
                passedAdditive++;
                assertThat(backward && forward)
                        .as("additive implies FULL, " + context)
                        .isTrue();
            }
            if (passes(EvolutionLevel.ADDITIVE_WIDENING, ourBefore, ourAfter)) {
                passedWidening++;
                assertThat(backward).as("widening implies BACKWARD, " + context).isTrue();
            }
            readable += backward ? 1 : 0;
        }
        // The generator must reach both sides, or the implications above say nothing.
        assertThat(compared).isGreaterThan(5_000);
        assertThat(passedAdditive).isBetween(compared / 10, compared * 9 / 10);
        assertThat(passedWidening).isGreaterThan(passedAdditive);
        assertThat(decoded).isGreaterThan(compared / 20);
        assertThat(readable).isBetween(compared / 5, compared * 9 / 10);
    }

    /** Real values, written and read: what SchemaCompatibility says of a pair is not always what Avro then does. */
    private static boolean decodes(Schema writer, Schema reader, long seed) {
        try {
            for (Object datum : new RandomData(writer, 3, seed)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
                new GenericDatumWriter<>(writer).write(datum, encoder);
                encoder.flush();
                new GenericDatumReader<>(writer, reader)
                        .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            }
            return true;
        } catch (IOException | AvroRuntimeException unreadable) {
            return false;
        }
    }

    /** Avro 1.12 takes and refuses other schemas than 1.11 does; ours reads what 1.11 reads. */
    private static void assertParsesAlike(@Nullable Schema avro, @Nullable DeclaredSchema ours, String context) {
        if (AVRO_1_11) {
            assertThat(ours == null).as("parses " + context).isEqualTo(avro == null);
        }
    }

    private static boolean passes(EvolutionLevel level, DeclaredSchema before, DeclaredSchema after) {
        return EvolutionRules.judge(level, RegistryLevel.NONE, List.of(new SchemaVersion("old", before)), after)
                .stream()
                .noneMatch(finding -> finding.severity() == Severity.FAIL);
    }

    private static @Nullable Schema avro(String text) {
        try {
            return new Schema.Parser().setValidateDefaults(false).parse(text);
        } catch (AvroRuntimeException refused) {
            return null;
        }
    }

    private static @Nullable DeclaredSchema ours(String text) {
        try {
            return AvroSchemas.parse(text);
        } catch (SchemaFormatException refused) {
            return null;
        }
    }

    private static boolean avroReads(Schema reader, Schema writer) {
        try {
            return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
        } catch (AvroRuntimeException ambiguousAliases) {
            return false;
        }
    }
}
