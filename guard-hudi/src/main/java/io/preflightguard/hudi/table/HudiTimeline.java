package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.table.timeline.HoodieInstant;
import org.apache.hudi.common.table.timeline.HoodieTimeline;
import org.apache.hudi.common.util.Option;
import org.jspecify.annotations.Nullable;

/** A table's active timeline at one moment, and the files behind it. */
final class HudiTimeline {

    private final String table;
    private final Configuration hadoop;
    private final HoodieTimeline active;
    private final String folder;
    private final boolean namesCompletion;
    private final Map<TimelineInstant, HoodieInstant> hudis = new HashMap<>();
    private final List<TimelineInstant> instants;

    HudiTimeline(String table, Configuration hadoop, HoodieTimeline active, Map<String, String> properties) {
        this.table = table;
        this.hadoop = hadoop;
        this.active = active;
        this.namesCompletion = properties
                .getOrDefault("hoodie.timeline.layout.version", "1")
                .trim()
                .equals("2");
        this.folder =
                namesCompletion ? ".hoodie/" + properties.getOrDefault("hoodie.timeline.path", "timeline") : ".hoodie";
        active.getInstantsAsStream().forEach(instant -> hudis.put(HudiShim.instant(instant), instant));
        this.instants = hudis.keySet().stream().sorted().toList();
    }

    /** Every instant, oldest first. */
    List<TimelineInstant> instants() {
        return instants;
    }

    /** The completed writes, newest first. */
    List<TimelineInstant> completedWrites() {
        return instants.stream()
                .filter(TimelineInstant::isCompletedWrite)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Whether a log file belongs to a slice by the time its commit was completed, not by when it was requested. */
    boolean slicesLogsByCompletion() {
        return namesCompletion;
    }

    /** What decides which files belong to the table: what is finished, and the compactions that log files wait for. */
    HoodieTimeline visible() {
        return active.filterCompletedAndCompactionInstants();
    }

    /**
     * What a completed write says of itself; empty if it was archived in the meantime.
     *
     * @throws DamagedTableException if its file is not whole
     */
    Optional<CommitState> commit(TimelineInstant instant) throws IOException {
        byte[] bytes;
        try {
            Option<byte[]> details = active.getInstantDetails(Objects.requireNonNull(hudis.get(instant)));
            bytes = details.isPresent() ? details.get() : new byte[0];
        } catch (RuntimeException unread) {
            if (Failures.root(unread) instanceof FileNotFoundException) {
                return Optional.empty();
            }
            throw unread;
        }
        return Optional.of(CommitReader.commit(instant, parse(completedFile(instant), bytes)));
    }

    /**
     * The plan behind a pending service; null if there is none, as for a write that will replace file groups, or if it is
     * gone.
     *
     * @throws DamagedTableException if its file is not whole
     */
    @Nullable
    Map<String, @Nullable Object> plan(TimelineInstant instant) throws IOException {
        String file = folder + "/" + instant.time() + "." + instant.action() + ".requested";
        Path path = new Path(new Path(table), file);
        byte[] bytes;
        try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
            bytes = stream.readAllBytes();
        } catch (FileNotFoundException gone) {
            return null;
        }
        return bytes.length == 0 && instant.isReplacement() ? null : parse(file, bytes);
    }

    private Map<String, @Nullable Object> parse(String file, byte[] bytes) throws DamagedTableException {
        try {
            return TimelineFile.parse(bytes);
        } catch (TimelineFile.UnreadableException broken) {
            throw new DamagedTableException(table, file, String.valueOf(broken.getMessage()), broken);
        }
    }

    private String completedFile(TimelineInstant instant) {
        return folder + "/" + instant.time() + (namesCompletion ? "_" + instant.completionTime() : "") + "."
                + instant.action();
    }
}
