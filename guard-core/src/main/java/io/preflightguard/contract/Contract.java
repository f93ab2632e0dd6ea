package io.preflightguard.contract;

import java.util.List;
import java.util.Optional;

/**
 * What was found where a contract comes from. Immutable.
 *
 * @param versions oldest first, never empty; one version alone where only the latest was asked for
 * @param level the registry level that holds for the subject, where the contract comes from a registry
 */
public record Contract(List<ContractVersion> versions, Optional<RegistryLevel> level) {

    public Contract {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("A contract has at least one version");
        }
    }

    /** A contract of one version that no registry keeps. */
    public static Contract of(ContractVersion version) {
        return new Contract(List.of(version), Optional.empty());
    }

    /** The newest version. */
    public ContractVersion latest() {
        return versions.get(versions.size() - 1);
    }
}
