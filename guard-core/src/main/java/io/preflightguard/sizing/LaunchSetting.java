package io.preflightguard.sizing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of Spark's core that decides about memory, shuffle and disk. Spark reads them when it starts: setting one in a
 * session raises CANNOT_MODIFY_CONFIG, but {@code SparkSession.builder().config(...)} on a Spark that runs takes it without
 * a word.
 *
 * @param unset Spark's default, or empty if it depends on the cluster
 * @param unit bytes that a number without a unit means if the value is a size, else 0
 */
record LaunchSetting(String key, String unset, long unit) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([bkmgtp]?)b?");
    private static final String UNITS = "bkmgtp";
    private static final Map<String, String> CODEC_CLASSES = Map.of(
            "org.apache.spark.io.lz4compressioncodec", "lz4",
            "org.apache.spark.io.lzfcompressioncodec", "lzf",
            "org.apache.spark.io.snappycompressioncodec", "snappy",
            "org.apache.spark.io.zstdcompressioncodec", "zstd");

    static final List<LaunchSetting> ALL = List.of(
            of("spark.default.parallelism", ""),
            of("spark.executor.cores", ""),
            of("spark.executor.instances", ""),
            new LaunchSetting("spark.executor.memory", "1g", 1L << 20),
            of("spark.io.compression.codec", "lz4"),
            of("spark.io.compression.zstd.level", "1"),
            of("spark.local.dir", "/tmp"),
            of("spark.memory.fraction", "0.6"),
            of("spark.memory.offHeap.enabled", "false"),
            new LaunchSetting("spark.memory.offHeap.size", "0", 1),
            of("spark.memory.storageFraction", "0.5"),
            of("spark.rdd.compress", "false"),
            of("spark.serializer", "org.apache.spark.serializer.JavaSerializer"),
            of("spark.shuffle.accurateBlockSkewedFactor", "-1"),
            of("spark.shuffle.compress", "true"),
            of("spark.shuffle.spill.compress", "true"));

    private static LaunchSetting of(String key, String unset) {
        return new LaunchSetting(key, unset, 0);
    }

    /** Whether both values mean the same to Spark. */
    boolean same(String one, String other) {
        return meaning(one).equals(meaning(other));
    }

    private String meaning(String value) {
        String text = value.trim().toLowerCase(Locale.ROOT);
        if (unit > 0) {
            Matcher size = SIZE.matcher(text);
            if (size.matches()) {
                String letter = size.group(2);
                long bytes = letter.isEmpty() ? unit : 1L << (10 * UNITS.indexOf(letter));
                return Double.toString((double) Long.parseLong(size.group(1)) * bytes);
            }
        }
        if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)")) {
            return Double.toString(Double.parseDouble(text));
        }
        return key.equals("spark.local.dir") ? value.trim() : CODEC_CLASSES.getOrDefault(text, text);
    }
}
