package io.preflightguard.skew;

import io.preflightguard.config.KeyValues;
import java.util.Locale;

/** How a report names a key: by its value where that may be shown, else by a fingerprint. Pure. */
final class KeyNames {

    private static final int LONGEST = 60;

    private KeyNames() {}

    static String name(KeyRole role, String column, KeyShare key, KeyValues shown) {
        if (key.key() == null) {
            return column + "=NULL";
        }
        boolean mayShow =
                shown == KeyValues.ALL || (shown == KeyValues.PARTITION_PATHS && role == KeyRole.PARTITION_PATH);
        if (!mayShow) {
            // The engine's 32-bit hash tells keys apart in a report and cannot be turned back.
            return column + "=#" + String.format(Locale.ROOT, "%08x", key.hash());
        }
        String text = abbreviated(key.key());
        return text.startsWith(column + "=") ? text : column + "=" + text; // a Hive-style path names its column itself
    }

    private static String abbreviated(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
