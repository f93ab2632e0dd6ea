package io.preflightguard;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A repair as data: the report can print it, and guard-spark or guard-hudi can apply it. Immutable.
 */
public sealed interface Remedy {

    /** One line: what to do, as something to paste where that is possible. */
    String describe();

    /** Set an option of the write, such as {@code hoodie.bulkinsert.shuffle.parallelism}. */
    record SetWriteOption(String key, String value) implements Remedy {
        public SetWriteOption {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String describe() {
            return ".option(\"" + key + "\", \"" + value + "\")";
        }
    }

    /** Set a session configuration; it is restored after the write. */
    record SetSessionConf(String key, String value) implements Remedy {
        public SetSessionConf {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String describe() {
            return "spark.conf.set(\"" + key + "\", \"" + value + "\")";
        }
    }

    /** A setting that only counts when the job is launched with it; the guard can print it but not apply it. */
    record NeedsLaunchConf(String key, String value) implements Remedy {
        public NeedsLaunchConf {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String describe() {
            return "--conf " + key + "=" + value;
        }
    }

    /** More or other machines; the guard can print it but not apply it. */
    record NeedsFleet(int workers) implements Remedy {
        @Override
        public String describe() {
            return "run on at least " + workers + " workers of this size";
        }
    }

    /**
     * Spread each hot key's rows over several shuffle partitions by a deterministic hash of its record key, and place all keys
     * that were seen so that partitions carry alike. A key that was not seen goes where its hash falls.
     *
     * @param column the column whose keys are placed
     * @param slots for each key that was seen, the partitions its rows go to, in [0, {@code partitions}); more than one
     *     for a hot key
     * @param partitions how many shuffle partitions there are
     */
    record SpreadKeys(String column, Map<String, List<Integer>> slots, int partitions) implements Remedy {
        public SpreadKeys {
            Objects.requireNonNull(column, "column");
            Map<String, List<Integer>> sorted = new TreeMap<>();
            slots.forEach((key, placed) -> sorted.put(key, List.copyOf(placed)));
            slots = Collections.unmodifiableMap(sorted);
        }

        @Override
        public String describe() {
            List<Integer> hot = slots.values().stream()
                    .map(List::size)
                    .filter(size -> size > 1)
                    .toList();
            return "spread " + hot.size() + (hot.size() == 1 ? " hot key of " : " hot keys of ") + column + " over "
                    + hot.stream().mapToInt(Integer::intValue).sum() + " of " + partitions + " partitions";
        }

        /** Without key values: they belong in a finding's subject, where the report decides what may be shown. */
        @Override
        public String toString() {
            return describe();
        }
    }
}
