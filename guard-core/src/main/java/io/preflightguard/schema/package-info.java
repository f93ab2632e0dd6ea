/** A neutral schema model, its reader for Avro, and the additive-only comparison. */
@NullMarked
package io.preflightguard.schema;

import org.jspecify.annotations.NullMarked;
