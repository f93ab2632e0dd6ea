package io.preflightguard.hudi.options;

import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.spark.sample.FollowedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Record keys of the input as Hudi stores them, where that is known: keys and paths of strings and whole numbers. A key
 * that was spelt otherwise than Hudi does would be looked for in vain, and one in a path spelt otherwise be taken for
 * moved. Pure.
 */
public final class WantedKeys {

    private static final Set<FieldType> SPELT_ALIKE =
            Set.of(FieldType.Primitive.STRING, FieldType.Primitive.INT, FieldType.Primitive.LONG);

    private WantedKeys() {}

    /** Whether the guard spells keys and paths as Hudi does. */
    public static boolean areSpeltAlike(WriteEvidence evidence) {
        HudiWrite write = evidence.write();
        String encode = "hoodie.datasource.write.partitionpath.urlencode";
        boolean isEncoded = evidence.isTrue(encode) || evidence.ofTable(encode).equalsIgnoreCase("true");
        return (write.partitionFields().isEmpty() || write.hasPlainPath())
                && !isEncoded
                && Stream.concat(write.recordKeys().stream(), write.partitionFields().stream())
                        .allMatch(name -> isSpeltAlike(name, evidence.columns()));
    }

    private static boolean isSpeltAlike(String name, TableSchema columns) {
        return columns.fields().stream()
                .filter(column -> column.name().equals(name))
                .map(Field::type)
                .anyMatch(SPELT_ALIKE::contains);
    }

    /** The keys to look for in the table. */
    public static List<StoredKeys.Wanted> of(WriteEvidence evidence, FollowedKeys followed) {
        List<String> columns = evidence.write().recordKeys();
        List<StoredKeys.Wanted> wanted = new ArrayList<>();
        for (FollowedKeys.NamedKey key : followed.named()) {
            String[] values = key.text().split("\u0001", -1);
            // An empty part may stand for null or for nothing, which Hudi spells in two ways.
            if (values.length == columns.size() && Arrays.stream(values).noneMatch(String::isEmpty)) {
                wanted.add(new StoredKeys.Wanted(spelt(evidence, columns, values), key.path()));
            }
        }
        return wanted;
    }

    private static String spelt(WriteEvidence evidence, List<String> columns, String[] values) {
        boolean namesField = KeyGeneratorRules.hasComplexKeyOfOneField(evidence)
                && evidence.hudi().namesOnlyField();
        if (values.length == 1 && !namesField) {
            return values[0];
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            parts.add(columns.get(i) + ":" + values[i]);
        }
        return String.join(",", parts);
    }
}
