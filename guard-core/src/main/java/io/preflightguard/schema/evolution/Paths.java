package io.preflightguard.schema.evolution;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Paths such as {@code order.items[].price}. */
final class Paths {

    private Paths() {}

    /** The path itself, and the paths of everything around it. */
    static Stream<String> around(String path) {
        return Stream.concat(
                Stream.of(path),
                IntStream.range(1, path.length())
                        .filter(i -> ".[{".indexOf(path.charAt(i)) >= 0)
                        .mapToObj(i -> path.substring(0, i)));
    }
}
