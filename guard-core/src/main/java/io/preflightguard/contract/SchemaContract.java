package io.preflightguard.contract;

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

    /** A contract whose text is at hand, called {@code name} in reports. */
    public static SchemaContract text(String name, String avroSchema) {
        Contract contract = Contract.of(new ContractVersion(name, avroSchema));
        return new SchemaContract(name, history -> contract);
    }
}
