package io.preflightguard.contract;

import java.util.List;
import java.util.Objects;

/**
 * One version of a contract, as text. Immutable.
 *
 * @param label how a report calls it: {@code version 7}, {@code v3.avsc}, {@code main:flights.avsc}
 * @param schema the Avro schema in JSON
 * @param references the Avro schemas whose named types {@code schema} uses, each after those it uses itself; may be empty
 */
public record ContractVersion(String label, String schema, List<String> references) {

    public ContractVersion {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(schema, "schema");
        references = List.copyOf(references);
    }

    public ContractVersion(String label, String schema) {
        this(label, schema, List.of());
    }
}
