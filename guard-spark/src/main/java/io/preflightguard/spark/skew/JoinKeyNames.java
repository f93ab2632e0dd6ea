package io.preflightguard.spark.skew;

import io.preflightguard.config.KeyValues;
import io.preflightguard.skew.SaltedKey;

/** Names a join's key, by its value only where a report may show it. */
final class JoinKeyNames {

    private JoinKeyNames() {}

    static String name(String columns, int rank, SaltedKey key, KeyValues shown) {
        if (key.key() == null) {
            return columns + "=NULL";
        }
        return shown == KeyValues.ALL ? columns + "=" + key.key() : columns + "=<hidden key " + rank + ">";
    }
}
