/** Reads Avro schemas into the neutral model. */
@NullMarked
package io.preflightguard.schema.avro;

import org.jspecify.annotations.NullMarked;
