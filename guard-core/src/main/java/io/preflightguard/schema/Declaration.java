package io.preflightguard.schema;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only a written schema says of a field; a table or a DataFrame says none of it. Immutable.
 *
 * @param defaultValue the default as JSON text; null if there is none
 * @param aliases names under which older schemas knew the field
 * @param nullFirst whether null is the first branch of its union
 * @param line the line where the field's name stands, from 1; 0 if that is not known
 */
public record Declaration(@Nullable String defaultValue, Set<String> aliases, boolean nullFirst, int line) {

    /** Nothing was declared. */
    public static final Declaration NONE = new Declaration(null, Set.of(), false, 0);

    public Declaration {
        Objects.requireNonNull(aliases, "aliases");
        aliases = Set.copyOf(aliases);
    }

    /** Whether the default is null, which is not the same as none. */
    public boolean defaultsToNull() {
        return "null".equals(defaultValue);
    }
}
