package io.preflightguard.spark.sample;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a sample is to show.
 *
 * @param keys the keys to count
 * @param weighed the rows to weigh, or null to weigh none
 */
public record SampleRequest(List<KeyColumn> keys, @Nullable Weighing weighed) {

    public SampleRequest {
        keys = List.copyOf(keys);
    }

    /**
     * Which rows to weigh, and how.
     *
     * @param shuffled the frame as the write shuffles it: what is added before the shuffle must be in it
     * @param key the string column by which rows go to reducers, or null if they go in order of arrival
     * @param codecs codecs to try besides the one in effect, by short name
     * @param required the paths of fields whose nulls to count; what the frame does not have is left out
     * @param drawn how many rows of each weighed partition to bring to the driver, at most 1 MiB of them; 0 for none
     */
    public record Weighing(
            Dataset<Row> shuffled, @Nullable String key, List<String> codecs, List<String> required, int drawn) {

        /** Weighs, and brings no rows to the driver. */
        public Weighing(Dataset<Row> shuffled, @Nullable String key, List<String> codecs, List<String> required) {
            this(shuffled, key, codecs, required, 0);
        }

        public Weighing {
            codecs = List.copyOf(codecs);
            required = List.copyOf(required);
        }
    }
}
