package io.preflightguard.schema.avro;

import io.preflightguard.schema.FieldType;
import java.util.Objects;

/**
 * A type as it was read.
 *
 * @param nullable whether null is one of its branches
 * @param nullFirst whether null is the first of them
 * @param size how many types it stands for, shared ones counted wherever they are used
 * @param depth how many types lie inside one another
 * @param recursive whether it mentions a type that is still being read
 */
record Node(FieldType type, boolean nullable, boolean nullFirst, long size, int depth, boolean recursive) {

    Node {
        Objects.requireNonNull(type, "type");
    }

    static Node of(FieldType type) {
        return new Node(type, false, false, 1, 1, false);
    }

    Node as(FieldType other) {
        return new Node(other, nullable, nullFirst, size, depth, recursive);
    }
}
