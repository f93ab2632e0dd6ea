package io.preflightguard.schema;

import java.util.Objects;
import java.util.Set;

/**
 * The name of a record, enum or fixed type. Immutable.
 *
 * @param namespace the part before the last dot; empty if there is none
 * @param name the part after it
 * @param aliases full names under which older schemas knew the type
 */
public record TypeName(String namespace, String name, Set<String> aliases) {

    public TypeName {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        aliases = Set.copyOf(aliases);
    }

    public TypeName(String namespace, String name) {
        this(namespace, name, Set.of());
    }

    /** Namespace and name with a dot between them. */
    public String fullName() {
        return namespace.isEmpty() ? name : namespace + "." + name;
    }
}
