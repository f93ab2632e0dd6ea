package io.preflightguard.skew;

import io.preflightguard.config.GuardConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How a report names a key: by its value where that may be shown, else by a digest of it or by its rank. Pure. */
public final class KeyNames {

    private static final int LONGEST = 60;

    /** 48 bits: among a million keys, two share a digest with a probability of 0.2 %. */
    private static final int DIGEST_BYTES = 6;

    /** So that digests compare between runs even where nobody set a secret; the page of the key says what that is worth. */
    private static final String KNOWN_SECRET = "preflight-guard";

    private KeyNames() {}

    static String name(KeyProfile profile, KeyShare key, GuardConfig config) {
        return name(
                profile.sample().role(),
                profile.sample().column(),
                profile.top().indexOf(key) + 1,
                key.key(),
                config);
    }

    /**
     * The name of a key.
     *
     * @param column the column it is in
     * @param rank the key's place among those that the report is about, from 1
     * @param text its value, or null for a null key
     */
    public static String name(KeyRole role, String column, int rank, @Nullable String text, GuardConfig config) {
        if (text == null) {
            return column + "=NULL";
        }
        return switch (config.reportKeys()) {
            case SHOW -> shown(column, text);
            case SHOW_PARTITION_PATHS -> role == KeyRole.PARTITION_PATH ? shown(column, text) : hidden(column, rank);
            case HASH ->
                column + "=<hash "
                        + digest(value(column, text), config.reportHashKey().orElse(KNOWN_SECRET)) + ">";
            case HIDE -> hidden(column, rank);
        };
    }

    private static String shown(String column, String text) {
        String line = abbreviated(text);
        return line.startsWith(column + "=") ? line : column + "=" + line; // a Hive-style path names its column itself
    }

    /** Without the column that a Hive-style path names, so that a key's digest is that of other tables. */
    private static String value(String column, String text) {
        return text.startsWith(column + "=") ? text.substring(column.length() + 1) : text;
    }

    private static String hidden(String column, int rank) {
        return column + "=<hidden key " + rank + ">";
    }

    /** HMAC-SHA256 (RFC 2104) of the key's text alone, so that one key has one digest in all its columns and tables. */
    private static String digest(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, DIGEST_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    private static String abbreviated(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
