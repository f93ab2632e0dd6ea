package io.preflightguard.contract.registry;

import io.preflightguard.contract.RegistryLevel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a registry holds a subject to. Immutable.
 *
 * @param level empty if the registry keeps none
 * @param group the metadata property whose values part the versions into groups that are compared only within
 */
record SubjectConfig(Optional<RegistryLevel> level, Optional<String> group) {

    private static final SubjectConfig NONE = new SubjectConfig(Optional.empty(), Optional.empty());

    /** @throws IOException if the registry does not answer, or with a level that is not known here */
    static SubjectConfig read(Registry registry, String subject) throws IOException {
        SubjectConfig own = read(registry, Resource.config(subject));
        if (own.level().isPresent()) {
            return own;
        }
        // Registries before 7.0 do not fall back to their global level by themselves.
        SubjectConfig global = read(registry, Resource.globalConfig());
        return new SubjectConfig(global.level(), own.group().or(global::group));
    }

    private static SubjectConfig read(Registry registry, Resource resource) throws IOException {
        Answer answer;
        try {
            answer = registry.get(resource);
        } catch (NotFoundException noneStated) {
            return NONE;
        }
        JsonObject config = answer.object();
        Optional<String> level = config.optionalText("compatibilityLevel");
        Optional<String> group = config.optionalText("compatibilityGroup").filter(name -> !name.isBlank());
        return new SubjectConfig(level.isEmpty() ? Optional.empty() : Optional.of(level(level.get(), answer)), group);
    }

    private static RegistryLevel level(String name, Answer answer) throws IOException {
        return Arrays.stream(RegistryLevel.values())
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException(answer.place() + " answered with compatibility level "
                        + Names.shown(name) + ", which is not known here; known are "
                        + Arrays.toString(RegistryLevel.values())));
    }
}
