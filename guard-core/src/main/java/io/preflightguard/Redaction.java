package io.preflightguard;

import java.util.regex.Pattern;

/** Takes secrets out of text that goes into a report, a log or an exception. Thread-safe. */
public final class Redaction {

    /** {@code //user:secret@}, where the secret may itself hold slashes, as S3's do. */
    private static final Pattern USER_INFO = Pattern.compile("//[^\\s@]*:[^\\s@]*@");

    private static final Pattern SIGNATURE = Pattern.compile(
            "([?&;](?:sig|signature|x-amz-signature|x-amz-credential|x-amz-security-token|token|password|secret|key)=)"
                    + "[^&;\\s]+",
            Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The text with user information of URIs and signed query parameters replaced by {@code ***}. */
    public static String of(String text) {
        return SIGNATURE.matcher(USER_INFO.matcher(text).replaceAll("//***@")).replaceAll("$1***");
    }
}
