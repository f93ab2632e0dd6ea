package io.preflightguard;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
public final class RepositoryRoot {

    private RepositoryRoot() {}

    /** The folder above the current one that holds the Maven wrapper. */
    public static Path find() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
