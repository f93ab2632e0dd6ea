package io.preflightguard.contract.registry;

import io.preflightguard.contract.NoSuchContractException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads the versions of subjects, each once. Not thread-safe. */
final class VersionReader {

    private final Registry registry;
    private final String name;
    private final Map<Resource, RegisteredSchema> read = new HashMap<>();

    /** @param name of the registry, for messages */
    VersionReader(Registry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    /**
     * The versions of a subject that are not deleted, newest first.
     *
     * @throws IOException if the subject does not exist or has no version: a mistyped name is never an empty contract
     */
    List<Integer> numbers(String subject) throws IOException {
        Answer answer;
        try {
            answer = registry.get(Resource.versions(subject));
        } catch (NotFoundException unknown) {
            String absent = "subject " + subject + " does not exist in " + name
                    + "; check its name, such as flights-value for the values of topic flights";
            if (unknown.isFromRegistry()) {
                throw new NoSuchContractException(absent, unknown);
            }
            throw new IOException(
                    absent + "; no registry gave this answer, so check the path of schema.registry.url first", unknown);
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        for (Object element : answer.list()) {
            if (!(element instanceof Long number) || number < 1 || number > Integer.MAX_VALUE) {
                throw answer.wrongShape("a list of version numbers");
            }
            numbers.add(number.intValue());
        }
        if (numbers.isEmpty()) {
            throw new IOException("subject " + subject + " has no version in " + name
                    + ", all have been deleted; register one, or check the name of the subject");
        }
        return List.copyOf(numbers.descendingSet());
    }

    /** A version that the registry has listed. */
    RegisteredSchema listed(String subject, int version) throws IOException {
        try {
            return read(subject, version, Resource.version(subject, version));
        } catch (NotFoundException gone) {
            throw new IOException(
                    "version " + version + " of subject " + subject + " is gone from " + name
                            + ", which had listed it a moment ago; try again",
                    gone);
        }
    }

    /**
     * A version that a schema refers to; it may have been deleted since.
     *
     * @param version -1 for the latest
     */
    RegisteredSchema referred(String subject, int version) throws IOException {
        return version == -1
                ? read(subject, version, Resource.latest(subject))
                : read(subject, version, Resource.referred(subject, version));
    }

    private RegisteredSchema read(String subject, int version, Resource resource) throws IOException {
        RegisteredSchema known = read.get(resource);
        if (known != null) {
            return known;
        }
        Answer answer = registry.get(resource);
        RegisteredSchema schema = RegisteredSchema.of(subject, answer);
        if (version != -1 && schema.version() != version) {
            throw answer.wrongShape("version " + version);
        }
        read.put(resource, schema);
        return schema;
    }
}
