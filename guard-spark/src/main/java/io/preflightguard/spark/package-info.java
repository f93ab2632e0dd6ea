/** Runs a preflight on a Spark session, and reads Spark's schemas. */
@NullMarked
package io.preflightguard.spark;

import org.jspecify.annotations.NullMarked;
