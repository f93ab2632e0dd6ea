package io.preflightguard.hudi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * Real tables that are written once and copied for each test that wants one of its own: a write takes a second or two, a
 * copy next to nothing. No file of a table says where the table lies.
 */
public final class TableTemplates {

    private static final Map<String, Path> WRITTEN = new HashMap<>();

    private TableTemplates() {}

    /**
     * Copies a table to where nothing is yet.
     *
     * @param name what tells this template from the others
     * @param write writes the template to the path that it is given; called by the first who asks for it
     */
    public static synchronized void copy(String name, Path table, Consumer<Path> write) {
        try {
            Path template = WRITTEN.get(name);
            if (template == null) {
                template = Files.createTempDirectory("template").resolve(name);
                write.accept(template);
                FileUtil.fullyDeleteOnExit(template.getParent().toFile());
                WRITTEN.put(name, template);
            }
            copy(template, table);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
