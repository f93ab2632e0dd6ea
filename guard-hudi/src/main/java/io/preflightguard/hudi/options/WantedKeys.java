package io.preflightguard.hudi.options;

import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.hudi.write.KeySpelling;
import io.preflightguard.spark.sample.FollowedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Record keys of the input as Hudi stores them, where that is known. A key that was spelt otherwise than Hudi does would be
 * looked for in vain, and one in a path spelt otherwise be taken for moved. Pure.
 */
public final class WantedKeys {

    private WantedKeys() {}

    /** Whether the guard spells keys and paths as Hudi does. */
    public static boolean areSpeltAlike(WriteEvidence evidence) {
        // How the only field of a complex key is spelt is known, and done below.
        KeySpelling spelling =
                new KeySpelling(evidence.write(), evidence.columns(), evidence.options(), evidence.table(), false);
        return spelling.isOfPathsKnown() && spelling.isOfKeysKnown();
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
        boolean namesField =
                evidence.write().hasComplexKeyOfOneField() && evidence.hudi().namesOnlyField();
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
