package io.preflightguard.hudi.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a finished commit says of itself. Immutable.
 *
 * @param instant its entry in the timeline
 * @param operation Hudi's own word, such as {@code UPSERT} or {@code COMPACT}; {@code UNKNOWN} if it does not say
 * @param files what it wrote, file by file
 * @param replaced file groups that it replaced, so that they are no part of the table any more
 * @param extra its extra metadata, the table's Avro schema under {@code schema} included
 */
public record CommitState(
        TimelineInstant instant,
        String operation,
        List<FileWrite> files,
        Set<FileGroup> replaced,
        Map<String, String> extra) {

    public CommitState {
        Objects.requireNonNull(instant, "instant");
        Objects.requireNonNull(operation, "operation");
        files = List.copyOf(files);
        replaced = Set.copyOf(replaced);
        extra = new TreeMap<>(extra);
    }
}
