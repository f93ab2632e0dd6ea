package io.preflightguard.hudi.write;

import static io.preflightguard.hudi.write.RecordShuffle.BY_PATH;
import static io.preflightguard.hudi.write.RecordShuffle.BY_SORT_KEY;
import static io.preflightguard.hudi.write.RecordShuffle.COMBINE;
import static io.preflightguard.hudi.write.RecordShuffle.REPARTITION;
import static io.preflightguard.hudi.write.RecordShuffle.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upsert | '' | COMBINE TAG REPARTITION",
                "upsert | hoodie.index.type=BLOOM | COMBINE TAG REPARTITION",
                "upsert | hoodie.index.type=GLOBAL_SIMPLE | COMBINE TAG REPARTITION",
                "upsert | hoodie.index.type=BUCKET | COMBINE REPARTITION",
                "upsert | hoodie.combine.before.upsert=false | TAG REPARTITION",
                "insert | '' | REPARTITION",
                "insert | hoodie.index.type=BLOOM | REPARTITION",
                "insert | hoodie.combine.before.insert=true | COMBINE REPARTITION",
                "insert_overwrite | '' | REPARTITION",
                "bulk_insert | '' | ",
                "bulk_insert | hoodie.datasource.write.row.writer.enable=false | "
            })
    void eachOperationMakesItsShuffles(String operation, String setting, String shuffles) {
        List<RecordShuffle> expected = shuffles == null
                ? List.of()
                : Arrays.stream(shuffles.split(" ")).map(RecordShuffle::valueOf).toList();

        assertThat(options(operation, setting).shuffles()).isEqualTo(expected);
        assertThat(expected).isSubsetOf(COMBINE, TAG, REPARTITION, BY_PATH, BY_SORT_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.index.type=RECORD_INDEX",
                "hoodie.index.type=INMEMORY",
                "hoodie.index.class=com.acme.Index",
                "hoodie.datasource.write.insert.drop.duplicates=true",
                "hoodie.datasource.write.record.merger.impls=org.apache.hudi.HoodieSparkRecordMerger"
            })
    void whatIsNotModelledIsSaidSo(String setting) {
        assertThat(options("upsert", setting).unknown()).isNotBlank();
        assertThat(options("upsert", "").unknown()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"insert, SIMPLE", "insert, BUCKET", "upsert, BLOOM", "upsert, BUCKET", "insert_overwrite, SIMPLE"})
    void whateverTheIndexARecordIndexIsNotModelled(String operation, String index) {
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.datasource.write.operation", operation);
        options.put("hoodie.datasource.write.recordkey.field", "id");
        options.put("hoodie.index.type", index);
        options.put("hoodie.metadata.record.index.enable", "true");

        assertThat(new HudiWrite(options, Map.of()).unknown()).contains("record index");
    }

    @Test
    void thePayloadIsThatOfTheLineUnlessItIsStated() {
        RecordOptions ordered = options("upsert", "hoodie.datasource.write.precombine.field=ts");
        RecordOptions stated = options("upsert", "hoodie.datasource.write.payload.class=com.acme.Payload");

        assertThat(ordered.write(true, 10, 1, 1).payloadClass()).endsWith("OverwriteWithLatestAvroPayload");
        assertThat(ordered.write(false, 10, 1, 1).payloadClass()).endsWith("DefaultHoodieRecordPayload");
        assertThat(stated.write(false, 10, 1, 1).payloadClass()).isEqualTo("com.acme.Payload");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, p, ''",
        "PARTITION_SORT, p, ''",
        "PARTITION_PATH_REPARTITION, p, BY_PATH",
        "PARTITION_PATH_REPARTITION_AND_SORT, p, BY_PATH",
        "PARTITION_PATH_REPARTITION, '', ''"
    })
    void aBulkInsertByRecordsShufflesOnlyWhatItMoves(String sortMode, String path, String shuffle) {
        Map<String, String> byRecords = new HashMap<>();
        byRecords.put("hoodie.datasource.write.operation", "bulk_insert");
        byRecords.put("hoodie.datasource.write.row.writer.enable", "false");
        byRecords.put("hoodie.bulkinsert.sort.mode", sortMode);
        byRecords.put(HudiWrite.PARTITION_PATH, path);

        assertThat(new RecordOptions(byRecords, Map.of()).shuffles())
                .isEqualTo(shuffle.isEmpty() ? List.of() : List.of(RecordShuffle.valueOf(shuffle)));
    }

    @Test
    void aGlobalSortShufflesByItsSortKey() {
        Map<String, String> byRecords = new HashMap<>();
        byRecords.put("hoodie.datasource.write.operation", "bulk_insert");
        byRecords.put("hoodie.datasource.write.row.writer.enable", "false");
        byRecords.put("hoodie.bulkinsert.sort.mode", "GLOBAL_SORT");

        assertThat(new RecordOptions(byRecords, Map.of()).shuffles()).containsExactly(BY_SORT_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "hoodie.index.type=SIMPLE, false",
        "hoodie.index.type=GLOBAL_SIMPLE, true",
        "hoodie.index.type=GLOBAL_BLOOM, true",
        "hoodie.index.type=BUCKET, false"
    })
    void aGlobalIndexMayShuffleStoredRows(String setting, boolean expected) {
        assertThat(options("upsert", setting).shufflesStoredRows()).isEqualTo(expected);
        assertThat(options("insert", setting).shufflesStoredRows()).isFalse();
    }

    @Test
    void anOrderingFieldIsTakenAlongWhereRecordsAreCombined() {
        String field = "hoodie.datasource.write.precombine.field=ts";

        assertThat(options("upsert", field).write(true, 10, 1, 1).orderingField())
                .isEqualTo("ts");
        assertThat(options("insert", field).write(true, 10, 1, 1).orderingField())
                .isNull();
        assertThat(options("upsert", "").write(true, 10, 1, 1).orderingField())
                .as("Hudi's default before 1.0")
                .isEqualTo("ts");
        assertThat(options("upsert", "").write(false, 10, 1, 1).orderingField()).isNull();
    }

    private static RecordOptions options(String operation, String setting) {
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.datasource.write.operation", operation);
        options.put("hoodie.datasource.write.recordkey.field", "id");
        if (!setting.isEmpty()) {
            options.put(setting.split("=")[0], setting.split("=")[1]);
        }
        return new RecordOptions(options, Map.of());
    }
}
