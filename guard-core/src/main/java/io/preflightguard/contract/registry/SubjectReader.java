package io.preflightguard.contract.registry;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Makes a contract of a subject. Not thread-safe. */
final class SubjectReader {

    private final Registry registry;
    private final RegistryConfig config;
    private final VersionReader versions;

    SubjectReader(Registry registry, RegistryConfig config) {
        this.registry = registry;
        this.config = config;
        this.versions = new VersionReader(registry, config.name());
    }

    Contract read(String subject, History history) throws IOException {
        List<Integer> numbers = versions.numbers(subject); // first: other questions get answers for any name
        SubjectConfig rules = SubjectConfig.read(registry, subject);
        if (config.groupValue().isPresent() && rules.group().isEmpty()) {
            throw new IOException("subject " + subject + " has no compatibility group in " + config.name()
                    + ", but compatibility.group.value is stated; remove it, or set the group in the registry");
        }
        Optional<String> wanted = config.groupValue();
        Deque<ContractVersion> kept = new ArrayDeque<>();
        for (int number : numbers) {
            RegisteredSchema schema = versions.listed(subject, number);
            Optional<String> value =
                    rules.group().map(group -> schema.properties().get(group));
            if (kept.isEmpty() && config.groupValue().isEmpty()) {
                wanted = value; // of the latest version, which may have none
            }
            if (value.equals(wanted)) {
                kept.addFirst(version(schema, rules));
                if (history == History.LATEST) {
                    break;
                }
            }
        }
        if (kept.isEmpty()) {
            throw new IOException("subject " + subject + " has no version with "
                    + rules.group().map(Names::shown).orElse("") + "="
                    + wanted.map(Names::shown).orElse("") + " in "
                    + config.name() + "; check compatibility.group.value");
        }
        return new Contract(List.copyOf(kept), rules.level());
    }

    private ContractVersion version(RegisteredSchema schema, SubjectConfig rules) throws IOException {
        String label = "version " + schema.version()
                + rules.group().map(group -> " (" + group(schema, group) + ")").orElse("");
        return new ContractVersion(label, schema.schema(), References.of(schema, versions));
    }

    private static String group(RegisteredSchema schema, String group) {
        String value = schema.properties().get(group);
        return value == null ? "no " + Names.shown(group) : Names.shown(group) + "=" + Names.shown(value);
    }
}
