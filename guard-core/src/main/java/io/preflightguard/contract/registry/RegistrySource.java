package io.preflightguard.contract.registry;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractSource;
import io.preflightguard.contract.History;
import java.io.IOException;

/** A subject of a registry; a connection of its own for every load. */
record RegistrySource(RegistryConfig config, String subject) implements ContractSource {

    @Override
    public Contract load(History history) throws IOException {
        try (RegistryHttp registry = new RegistryHttp(config)) {
            return new SubjectReader(registry, config).read(subject, history);
        }
    }
}
