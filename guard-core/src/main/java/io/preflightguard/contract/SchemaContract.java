package io.preflightguard.contract;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A contract by the name under which reports know it. Thread-safe as its source is.
 *
 * @param name the name by which a report calls it; holds no secret
 * @param source where it comes from
 */
public record SchemaContract(String name, ContractSource source) {

    public SchemaContract {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
    }

    /** A contract in a file of this machine, in UTF-8. */
    public static SchemaContract file(String path) {
        return new SchemaContract(path, new FileSource(path));
    }

    /**
     * A contract whose versions are the {@code *.avsc} files of a directory of this machine, in UTF-8, the newest last
     * in natural order: {@code v2.avsc} before {@code v10.avsc}. Directories beneath it and names with a leading dot
     * are ignored. Each load reads it anew and throws an {@link java.io.IOException} if it holds no such file.
     */
    public static SchemaContract directory(String path) {
        return new SchemaContract(path, new DirectorySource(path));
    }

    /**
     * A contract in a file as a git revision holds it. Needs {@code git} on the PATH, and never changes the repository.
     * One revision holds one version, so {@link History#ALL} gives the same as {@link History#LATEST}; to check against
     * history, keep the versions in a {@link #directory}. Reading is given up after ten seconds.
     *
     * @param workingDirectory any directory of the repository
     * @param revision a commit, tag or branch, such as {@code main} or {@code origin/main}
     * @param file the path of the file from the root of the repository, or with {@code ./} from
     *     {@code workingDirectory}
     * @throws IllegalArgumentException if {@code revision} is empty, starts with {@code -} or holds a colon or
     *     white space
     */
    public static SchemaContract git(Path workingDirectory, String revision, String file) {
        GitSource source = new GitSource(workingDirectory, revision, file);
        return new SchemaContract(source.label(), source);
    }

    /** A contract whose text is at hand, called {@code name} in reports. */
    public static SchemaContract text(String name, String avroSchema) {
        Contract contract = Contract.of(new ContractVersion(name, avroSchema));
        return new SchemaContract(name, history -> contract);
    }
}
