package io.preflightguard.cli;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.NoSuchContractException;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.contract.registry.RegistryConfig;
import io.preflightguard.contract.registry.RegistryContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --against} names: {@code file:OLD.avsc}, {@code dir:PATH}, {@code git:REF[:PATH]} or
 * {@code registry:URL}. {@code {file}} stands for the new file's name without {@code .avsc}, {@code {record}} for the
 * full name of its record, so that one call can check many.
 */
final class Against {

    static final String FORMS = "file:OLD.avsc, dir:PATH, git:REF[:PATH] or registry:URL";

    private final String kind;
    private final String place;
    private final @Nullable String subject;
    private final Map<String, String> registry;
    private final Path directory;

    private Against(String kind, String place, @Nullable String subject, Map<String, String> registry, Path directory) {
        this.kind = kind;
        this.place = place;
        this.subject = subject;
        this.registry = registry;
        this.directory = directory;
    }

    static Against parse(String text, @Nullable String subject, Map<String, String> registry, Path directory) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String place = colon < 0 ? "" : text.substring(colon + 1);
        switch (kind) {
            case "file", "dir", "git" -> {
                if (place.isEmpty()) {
                    throw new UsageException("--against " + kind + ": says no place; expected " + FORMS);
                }
            }
            case "registry" -> {
                if (subject == null) {
                    throw new UsageException(
                            "--against registry: needs --subject, such as flights-value or {file}-value");
                }
                if (place.isEmpty() && !registry.containsKey("schema.registry.url")) {
                    throw new UsageException(
                            "--against registry: says no URL, and no schema.registry.url is configured");
                }
            }
            default -> // the text may be a URL with a password in it
                throw new UsageException(
                        "--against " + kind + ": is not known; expected " + FORMS + ", such as git:origin/main");
        }
        return new Against(kind, place, subject, registry, directory);
    }

    boolean isRegistry() {
        return kind.equals("registry");
    }

    /** Whether each new file has its own counterpart. */
    boolean tellsFilesApart() {
        String text = place + (subject == null ? "" : subject);
        boolean sameFileInRevision = kind.equals("git") && place.indexOf(':') < 0;
        return sameFileInRevision || text.contains("{file}") || text.contains("{record}");
    }

    /** Where the versions are that the file is held against; the file itself is none of them. */
    SchemaContract contract(SchemaFile file, String recordName) {
        if (recordName.isEmpty() && (place + subject).contains("{record}")) {
            throw new UsageException(file.name() + " declares no named type, so {record} stands for nothing");
        }
        String where = fill(place, file, recordName);
        try {
            return switch (kind) {
                case "file" -> file(where, file);
                case "dir" -> directory(where, file);
                case "git" -> git(where, file);
                default -> registry(where, fill(String.valueOf(subject), file, recordName));
            };
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** The version, too, by the name that was given and not by its place on this machine. */
    private SchemaContract file(String where, SchemaFile file) {
        if (file.isSame(directory.resolve(where))) {
            throw new UsageException(file.name() + " would be held against itself");
        }
        SchemaContract contract = SchemaContract.file(absolute(where));
        return new SchemaContract(
                where,
                history -> Contract.of(new ContractVersion(
                        where, contract.source().load(history).latest().schema())));
    }

    private SchemaContract directory(String where, SchemaFile file) {
        SchemaContract contract = SchemaContract.directory(absolute(where));
        return new SchemaContract(where, history -> {
            List<ContractVersion> others = new ArrayList<>();
            for (ContractVersion version : contract.source().load(History.ALL).versions()) {
                if (!file.isSame(directory.resolve(where).resolve(version.label()))) {
                    others.add(version);
                }
            }
            if (others.isEmpty()) {
                throw new NoSuchContractException("directory " + where + " holds no other .avsc file");
            }
            return new Contract(
                    history == History.ALL ? others : others.subList(others.size() - 1, others.size()),
                    Optional.empty());
        });
    }

    /**
     * What the old version refers to.
     *
     * @param fromRevision whether the files are wanted as the git revision holds them
     */
    List<String> references(List<SchemaFile> given, SchemaFile file, boolean fromRevision) throws IOException {
        List<String> texts = new ArrayList<>();
        for (SchemaFile reference : given) {
            if (!fromRevision) {
                texts.add(reference.text());
            } else if (!reference.isSame(file.path())) {
                inRevision(reference).ifPresent(texts::add);
            }
        }
        return texts;
    }

    /** Empty where the revision does not have the file: the old version cannot need what was not there. */
    private Optional<String> inRevision(SchemaFile reference) throws IOException {
        String revision = place.indexOf(':') < 0 ? place : place.substring(0, place.indexOf(':'));
        try {
            return Optional.of(git(revision, reference)
                    .source()
                    .load(History.LATEST)
                    .latest()
                    .schema());
        } catch (NoSuchContractException newer) {
            return Optional.empty();
        }
    }

    /** Whether a schema that is not there is new, and not looked for in a place that is not there either. */
    boolean couldHold(SchemaFile file, String recordName) {
        if (!kind.equals("file") && !kind.equals("dir")) {
            return true;
        }
        Path parent = directory.resolve(fill(place, file, recordName)).getParent();
        return parent == null || Files.isDirectory(parent);
    }

    boolean isGit() {
        return kind.equals("git");
    }

    private SchemaContract git(String where, SchemaFile file) {
        int colon = where.indexOf(':');
        if (colon >= 0) {
            return SchemaContract.git(directory, where.substring(0, colon), where.substring(colon + 1));
        }
        Path folder = file.path().getParent();
        return SchemaContract.git(
                folder == null ? directory : folder, where, "./" + file.path().getFileName());
    }

    private SchemaContract registry(String url, String subjectName) {
        Map<String, String> settings = new TreeMap<>(registry);
        if (!url.isEmpty()) {
            settings.put("schema.registry.url", url);
        }
        return RegistryContracts.subject(RegistryConfig.of(settings), subjectName);
    }

    private String absolute(String path) {
        return directory.resolve(path).toString();
    }

    private static String fill(String text, SchemaFile file, String recordName) {
        return text.replace("{file}", file.stem()).replace("{record}", recordName);
    }
}
