package io.preflightguard.benchmarks.bulkinsert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The base files of a table that was written once.
 *
 * @param byPath their sizes in bytes, by partition path
 */
record WrittenFiles(Map<String, List<Long>> byPath) {

    static WrittenFiles of(Path table) throws IOException {
        Map<String, List<Long>> byPath = new TreeMap<>();
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file : files.filter(WrittenFiles::isBaseFile).toList()) {
                byPath.computeIfAbsent(String.valueOf(table.relativize(file).getParent()), unused -> new ArrayList<>())
                        .add(Files.size(file));
            }
        }
        return new WrittenFiles(byPath);
    }

    private static boolean isBaseFile(Path file) {
        return file.toString().endsWith(".parquet") && !file.toString().contains("/.hoodie/");
    }

    int count() {
        return byPath.values().stream().mapToInt(List::size).sum();
    }

    long bytes() {
        return sizes().mapToLong(Long::longValue).sum();
    }

    long largest() {
        return sizes().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Files under half the target that are neither their path's only one nor the one that may be left over. */
    long small(long target) {
        return byPath.values().stream()
                .filter(sizes -> sizes.size() > 1)
                .mapToLong(sizes -> Math.max(
                        0, sizes.stream().filter(size -> size < target / 2).count() - 1))
                .sum();
    }

    /** The fewest bytes that each path took in any of them. */
    static Map<String, Long> leastBytes(List<WrittenFiles> all) {
        Map<String, Long> least = new TreeMap<>();
        for (WrittenFiles files : all) {
            files.byPath.forEach((path, sizes) ->
                    least.merge(path, sizes.stream().mapToLong(Long::longValue).sum(), Math::min));
        }
        return least;
    }

    private Stream<Long> sizes() {
        return byPath.values().stream().flatMap(List::stream);
    }
}
