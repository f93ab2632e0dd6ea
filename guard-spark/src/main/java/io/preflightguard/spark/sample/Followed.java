package io.preflightguard.spark.sample;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A record key that is followed, and its rows so far.
 *
 * @param id its 64-bit id
 * @param text its values, or null if they are not kept
 * @param path the id of the partition path of its first row
 * @param folder that path, or null if it is not kept
 * @param inSeveralPaths whether another row has another path
 */
record Followed(
        long id, @Nullable String text, long path, @Nullable String folder, long rows, boolean inSeveralPaths)
        implements Serializable {

    Followed again(long otherPath) {
        return new Followed(id, text, path, folder, rows + 1, inSeveralPaths || path != otherPath);
    }

    Followed plus(Followed other) {
        boolean several = inSeveralPaths || other.inSeveralPaths || path != other.path;
        return new Followed(id, text, path, folder, rows + other.rows, several);
    }

    Followed unnamed() {
        return new Followed(id, null, path, null, rows, inSeveralPaths);
    }

    boolean repeatedInOnePath() {
        return rows > 1 && !inSeveralPaths;
    }

    FollowedKeys.@Nullable NamedKey named() {
        return text == null || folder == null ? null : new FollowedKeys.NamedKey(text, folder);
    }

    /** Keeps the values out of logs. */
    @Override
    public String toString() {
        return "Followed";
    }
}
