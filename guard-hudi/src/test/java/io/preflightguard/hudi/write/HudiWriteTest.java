package io.preflightguard.hudi.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.bulkinsert.SkewAwareBulkInsertPartitioner;
import io.preflightguard.sizing.ShuffleShape;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HudiWriteTest {

    private static final String KEY_GENERATOR = "hoodie.datasource.write.keygenerator.class";
    private static final String OPERATION = "hoodie.datasource.write.operation";

    @Test
    void optionsWinOverTheTable() {
        Map<String, String> table =
                Map.of("hoodie.table.recordkey.fields", "a,b", "hoodie.table.partition.fields", "p");

        assertThat(new HudiWrite(Map.of(), table).recordKeys()).containsExactly("a", "b");
        assertThat(new HudiWrite(Map.of(), table).partitionFields()).containsExactly("p");
        assertThat(new HudiWrite(Map.of(HudiWrite.RECORD_KEY, "c"), table).recordKeys())
                .containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | p | true",
                "org.apache.hudi.keygen.SimpleKeyGenerator | p | true",
                "org.apache.hudi.keygen.ComplexKeyGenerator | p,q | true",
                "org.apache.hudi.keygen.CustomKeyGenerator | p:SIMPLE,q:simple | true",
                "org.apache.hudi.keygen.CustomKeyGenerator | p:SIMPLE,ts:TIMESTAMP | false",
                "org.apache.hudi.keygen.TimestampBasedKeyGenerator | ts | false",
                "com.acme.BucketedKeyGen | p | false"
            })
    void onlyPathsMadeOfPlainValuesAreComputed(String generator, String fields, boolean plain) {
        Map<String, String> options = generator == null
                ? Map.of(HudiWrite.PARTITION_PATH, fields)
                : Map.of(HudiWrite.PARTITION_PATH, fields, KEY_GENERATOR, generator);

        HudiWrite write = new HudiWrite(options, Map.of());

        assertThat(write.hasPlainPath()).isEqualTo(plain);
        assertThat(write.partitionFields()).as("column names").noneMatch(field -> field.contains(":"));
    }

    @Test
    void aTableThatStoresOnlyTheTypeOfItsKeyGeneratorIsUnderstood() {
        assertThat(new HudiWrite(Map.of(), Map.of("hoodie.table.keygenerator.type", "TIMESTAMP")).hasPlainPath())
                .isFalse();
        assertThat(new HudiWrite(Map.of(), Map.of("hoodie.table.keygenerator.type", "COMPLEX")).hasPlainPath())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false, false",
        "PARTITION_SORT, true, true, false",
        "GLOBAL_SORT, true, true, false",
        "PARTITION_PATH_REPARTITION, true, false, true",
        "PARTITION_PATH_REPARTITION_AND_SORT, true, true, true"
    })
    void eachSortModeShufflesInItsWay(String mode, boolean hasShape, boolean buffers, boolean byPath) {
        HudiWrite write = bulkInsert(Map.of(HudiWrite.SORT_MODE, mode, HudiWrite.PARTITION_PATH, "p"));

        ShuffleShape shape = write.shape(8);
        assertThat(shape != null).isEqualTo(hasShape);
        assertThat(shape != null && shape.buffers()).isEqualTo(buffers);
        assertThat(write.shufflesByPath()).isEqualTo(byPath);
    }

    @Test
    void onlyTheRowWriterShufflesRowsAsTheyAre() {
        Map<String, String> sorted = new HashMap<>(Map.of(HudiWrite.SORT_MODE, "GLOBAL_SORT"));
        HudiWrite byRows = bulkInsert(sorted);
        sorted.put("hoodie.datasource.write.row.writer.enable", "false");
        HudiWrite byRecords = bulkInsert(sorted);

        assertThat(byRows.shape(8)).matches(ShuffleShape::isOneOfRows);
        assertThat(byRows.parallelismOption()).isEqualTo("spark.sql.shuffle.partitions");
        assertThat(byRecords.shape(8)).matches(shape -> !shape.isOneOfRows());
        assertThat(byRecords.parallelismOption())
                .as("Spark's own number of partitions is for SQL")
                .isEqualTo("hoodie.bulkinsert.shuffle.parallelism");
        assertThat(new HudiWrite(Map.of(OPERATION, "insert"), Map.of()).shape(8))
                .matches(shape -> !shape.isOneOfRows());
    }

    @ParameterizedTest
    @CsvSource({
        "insert, hoodie.combine.before.insert, false, true, false",
        "insert_overwrite, hoodie.combine.before.insert, false, true, false",
        "insert, hoodie.combine.before.insert, true, false, true",
        "upsert, hoodie.combine.before.upsert, true, false, true",
        "upsert, hoodie.combine.before.upsert, false, false, true"
    })
    void onlyAnInsertThatDoesNotCombineGoesStraightToItsFiles(
            String operation, String setting, String combines, boolean toFilesOnly, boolean buffers) {
        HudiWrite write =
                new HudiWrite(Map.of(OPERATION, operation, HudiWrite.RECORD_KEY, "id", setting, combines), Map.of());

        assertThat(write.shufflesToFileGroupsOnly()).isEqualTo(toFilesOnly);
        assertThat(write.shape(8)).satisfies(shape -> {
            assertThat(shape.buffers()).isEqualTo(buffers);
            assertThat(shape.setBy()).isEqualTo(toFilesOnly ? ShuffleShape.NO_SETTING : write.parallelismOption());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "COPY_ON_WRITE, upsert, '', 0",
        "COPY_ON_WRITE, upsert, hoodie.compact.inline=true, 0",
        "COPY_ON_WRITE, bulk_insert, hoodie.clustering.inline=true, 1",
        "MERGE_ON_READ, upsert, '', 1",
        "MERGE_ON_READ, upsert, hoodie.clustering.inline=true, 2",
        "MERGE_ON_READ, upsert, hoodie.compact.inline=false, 0",
        "MERGE_ON_READ, upsert, hoodie.datasource.compaction.async.enable=true, 0",
        "MERGE_ON_READ, bulk_insert, '', 0",
        "MERGE_ON_READ, bulk_insert, hoodie.compact.inline=true, 1"
    })
    void tableServicesOfTheWriteAreTold(String type, String operation, String setting, int services) {
        Map<String, String> options = new HashMap<>(Map.of(OPERATION, operation));
        if (!setting.isEmpty()) {
            options.put(setting.split("=")[0], setting.split("=")[1]);
        }

        assertThat(new HudiWrite(options, Map.of("hoodie.table.type", type)).inlineServices())
                .hasSize(services);
    }

    @Test
    void withoutPathsThereIsNothingToRepartitionBy() {
        HudiWrite write = bulkInsert(Map.of(HudiWrite.SORT_MODE, "PARTITION_PATH_REPARTITION"));

        assertThat(write.shape(8)).isNull();
        assertThat(write.shufflesByPath()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.bulkinsert.user.defined.partitioner.class=com.acme.P",
                "hoodie.index.type=BUCKET",
                "hoodie.combine.before.insert=true"
            })
    void whatIsNotModelledIsSaidSo(String setting) {
        String[] parts = setting.split("=", 2);

        assertThat(bulkInsert(Map.of(parts[0], parts[1])).unknown()).isNotBlank();
        assertThat(bulkInsert(Map.of()).unknown()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "GLOBAL_SORT", "PARTITION_PATH_REPARTITION"})
    void theGuardsOwnPartitionerIsKnownWhateverTheSortMode(String mode) {
        HudiWrite write = bulkInsert(Map.of(
                "hoodie.bulkinsert.user.defined.partitioner.class",
                SkewAwareBulkInsertPartitioner.class.getName(),
                HudiWrite.SORT_MODE,
                mode,
                HudiWrite.PARTITION_PATH,
                "p"));

        ShuffleShape shape = write.shape(8);
        assertThat(write.unknown()).isNull();
        assertThat(write.shufflesByPath()).isFalse();
        assertThat(write.parallelismOption()).isEqualTo("hoodie.bulkinsert.shuffle.parallelism");
        assertThat(shape != null && shape.buffers())
                .as("one shuffle, then a sort")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "bulk_insert, hoodie.bulkinsert.shuffle.parallelism",
        "insert, hoodie.insert.shuffle.parallelism",
        "insert_overwrite_table, hoodie.insert.shuffle.parallelism",
        "upsert, hoodie.upsert.shuffle.parallelism",
        "delete, hoodie.delete.shuffle.parallelism"
    })
    void eachOperationHasItsParallelism(String operation, String option) {
        HudiWrite write = new HudiWrite(Map.of(OPERATION, operation, option, "17"), Map.of());

        assertThat(write.parallelismOption()).isEqualTo(option);
        assertThat(write.statedParallelism()).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"upsert, true", "bulk_insert, true", "insert_overwrite, true", "insert_overwrite_table, false"})
    void overwriteDeletesTheTableButForOneOperation(String operation, boolean replaced) {
        assertThat(new HudiWrite(Map.of(OPERATION, operation), Map.of()).isReplacedByOverwrite())
                .isEqualTo(replaced);
    }

    @Test
    void withoutAnOperationHudiUpsertsOrBulkInsertsIfThereIsNoKey() {
        assertThat(new HudiWrite(Map.of(), Map.of()).isBulkInsert()).isTrue();
        assertThat(new HudiWrite(Map.of(HudiWrite.RECORD_KEY, "id"), Map.of()).isBulkInsert())
                .isFalse();
    }

    private static HudiWrite bulkInsert(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put(OPERATION, "bulk_insert");
        return new HudiWrite(all, Map.of());
    }
}
