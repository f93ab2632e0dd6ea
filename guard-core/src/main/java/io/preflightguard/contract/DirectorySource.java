package io.preflightguard.contract;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The versions of one contract as the {@code *.avsc} files of a directory, in the natural order of their names. */
record DirectorySource(String path) implements ContractSource {

    DirectorySource {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public Contract load(History history) throws IOException {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new NoSuchContractException("contract directory " + path
                    + " holds no .avsc file; put each version in a file of its own, such as v1.avsc and v2.avsc");
        }
        if (history == History.LATEST) {
            files = files.subList(files.size() - 1, files.size());
        }
        List<ContractVersion> versions = new ArrayList<>();
        for (Path file : files) {
            versions.add(new ContractVersion(name(file), FileSource.read(file.toString())));
        }
        return new Contract(versions, Optional.empty());
    }

    private List<Path> files() throws IOException {
        if (path.contains("://")) {
            throw new IOException(
                    "contract directory " + path + " is not on this machine; copy it to a local directory first");
        }
        Path directory;
        try {
            directory = Path.of(path);
        } catch (InvalidPathException missing) {
            throw new NoSuchContractException("contract directory " + path + " does not exist", missing);
        }
        if (!Files.exists(directory)) {
            throw new NoSuchContractException("contract directory " + path + " does not exist");
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException("contract directory " + path + " is a file; name its directory");
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, DirectorySource::isVersion)) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IOException(
                    "contract directory " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        files.sort((left, right) -> NaturalOrder.INSTANCE.compare(name(left), name(right)));
        return files;
    }

    /** Names with a leading dot are what editors and copiers leave behind. */
    private static boolean isVersion(Path file) {
        String name = name(file);
        return name.endsWith(".avsc") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
