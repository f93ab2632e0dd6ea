package io.preflightguard.contract.registry;

import io.preflightguard.contract.SchemaContract;

/** Contracts in a schema registry. Thread-safe. */
public final class RegistryContracts {

    private RegistryContracts() {}

    /**
     * The contract that a registry keeps under a subject. Each load asks the registry anew, within
     * {@link RegistryConfig#deadline()} in all, and throws an {@link java.io.IOException} if the subject does not
     * exist, has no version, is not Avro, or cannot be read. The contract carries the subject's compatibility
     * level. Where the subject has a compatibility group, it holds only the versions of one group, which their labels
     * name.
     *
     * <p>A load ends its own threads. The selector thread of {@link java.net.http.HttpClient}, a daemon, ends by itself
     * once the garbage collector has found the client.
     *
     * @param subject as the registry lists it, such as {@code flights-value} or {@code :.context:flights-value}; see
     *     {@link SubjectNames}
     * @throws IllegalArgumentException if {@code subject} is blank or holds control characters
     */
    public static SchemaContract subject(RegistryConfig config, String subject) {
        if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The subject of a contract is a name such as flights-value");
        }
        return new SchemaContract(config.name() + " subject " + subject, new RegistrySource(config, subject));
    }
}
