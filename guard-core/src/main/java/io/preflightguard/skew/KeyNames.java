package io.preflightguard.skew;

import io.preflightguard.config.KeyValues;

/** How a report names a key: by its value where that may be shown, else by its rank. Pure. */
final class KeyNames {

    private static final int LONGEST = 60;

    private KeyNames() {}

    static String name(KeyProfile profile, KeyShare key, KeyValues shown) {
        KeyRole role = profile.sample().role();
        String column = profile.sample().column();
        if (key.key() == null) {
            return column + "=NULL";
        }
        boolean mayShow =
                shown == KeyValues.ALL || (shown == KeyValues.PARTITION_PATHS && role == KeyRole.PARTITION_PATH);
        if (!mayShow) {
            // By rank: a hash of a short key could be turned back.
            return column + "=<hidden key " + (profile.top().indexOf(key) + 1) + ">";
        }
        String text = abbreviated(key.key());
        return text.startsWith(column + "=") ? text : column + "=" + text; // a Hive-style path names its column itself
    }

    private static String abbreviated(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
