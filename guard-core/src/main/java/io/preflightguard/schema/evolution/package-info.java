/** Compares two versions of a contract, and judges one by itself. */
@NullMarked
package io.preflightguard.schema.evolution;

import org.jspecify.annotations.NullMarked;
