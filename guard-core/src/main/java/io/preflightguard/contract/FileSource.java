package io.preflightguard.contract;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** A contract in a file of this machine. */
record FileSource(String path) implements ContractSource {

    FileSource {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public Contract load(History history) throws IOException {
        if (path.contains("://")) {
            throw new IOException("contract " + path
                    + " is not a file of this machine; name it with spark.guard.schema.contract instead");
        }
        return Contract.of(new ContractVersion(path, read(path)));
    }

    static String read(String path) throws IOException {
        try {
            return Files.readString(Path.of(path), StandardCharsets.UTF_8);
        } catch (NoSuchFileException | InvalidPathException missing) {
            throw new NoSuchContractException("contract file " + path + " does not exist", missing);
        } catch (CharacterCodingException notText) {
            throw new IOException("contract file " + path + " is not UTF-8 text", notText);
        } catch (IOException unreadable) {
            throw new IOException("contract file " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
