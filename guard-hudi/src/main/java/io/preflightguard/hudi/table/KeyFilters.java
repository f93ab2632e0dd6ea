package io.preflightguard.hudi.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Asks base files about keys. Runs in tasks. Files and keys travel in the function, which Spark sends as Java objects
 * whatever the user's serializer; what is asked and answered are numbers and text, which any serializer takes.
 */
final class KeyFilters implements FlatMapFunction<Integer, String> {

    private static final long serialVersionUID = 1L;

    /** Keys that nobody has. A filter that is wrong about one key in 500 says no to all of them once in 55. */
    private static final int PROBES = 2_000;

    private final SerializableConfiguration hadoop;
    private final ArrayList<File> files;
    private final HashMap<String, String[]> keys;
    private final boolean everywhere;
    private final boolean byColumn;

    /**
     * @param keys keys by partition path
     * @param byColumn whether to read the key column, and not only the filter
     */
    KeyFilters(
            SerializableConfiguration hadoop,
            List<File> files,
            Map<String, String[]> keys,
            boolean everywhere,
            boolean byColumn) {
        this.hadoop = hadoop;
        this.files = new ArrayList<>(files);
        this.keys = new HashMap<>(keys);
        this.everywhere = everywhere;
        this.byColumn = byColumn;
    }

    @Override
    public Iterator<String> call(Integer index) throws IOException {
        File file = files.get(index);
        KeyFooter footer = KeyFooter.read(file.path(), hadoop.value());
        if (!footer.isKnown()) {
            return List.of(Answer.noFilter(index).text()).iterator();
        }
        List<Answer> hits = new ArrayList<>();
        for (Map.Entry<String, String[]> path : keys.entrySet()) {
            if (everywhere || path.getKey().equals(file.partitionPath())) {
                String[] inPath = path.getValue();
                for (int key = 0; key < inPath.length; key++) {
                    if (footer.mayHold(inPath[key])) {
                        hits.add(new Answer(index, key, path.getKey()));
                    }
                }
            }
        }
        if (byColumn) {
            Set<String> held = footer.held(hits.stream().map(this::key).toList());
            hits.removeIf(hit -> !held.contains(key(hit)));
        } else if (!hits.isEmpty() && isFull(footer)) {
            return List.of(Answer.full(index).text()).iterator();
        }
        return hits.stream().map(Answer::text).iterator();
    }

    private String key(Answer hit) {
        return keys.getOrDefault(hit.path(), new String[0])[hit.key()];
    }

    /** Asked in the range of the file's keys, or the footer would say no by that alone. */
    private static boolean isFull(KeyFooter footer) {
        String smallest = footer.smallestKey();
        String before = (smallest == null ? "" : smallest) + "\u0000";
        for (int probe = 0; probe < PROBES; probe++) {
            if (footer.mayHold(before + probe)) {
                return true;
            }
        }
        return false;
    }

    /** A base file to ask. */
    record File(String path, String partitionPath) implements Serializable {}

    /**
     * What a file answers.
     *
     * @param file the file's index
     * @param key the index, among those of its path, of a key that the file has; below 0 if the file cannot tell
     * @param path the key's partition path
     */
    record Answer(int file, int key, String path) {

        private static final int NO_FILTER = -1;
        private static final int FULL = -2;

        static Answer noFilter(int file) {
            return new Answer(file, NO_FILTER, "");
        }

        static Answer full(int file) {
            return new Answer(file, FULL, "");
        }

        boolean hasNoFilter() {
            return key == NO_FILTER;
        }

        /** Whether the file's filter says yes to keys that nobody has. */
        boolean isFull() {
            return key == FULL;
        }

        String text() {
            return file + " " + key + " " + path;
        }

        static Answer parse(String text) {
            String[] parts = text.split(" ", 3);
            return new Answer(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
        }
    }
}
