/** Applies a spreading of keys to a DataFrame. */
@NullMarked
package io.preflightguard.spark.skew;

import org.jspecify.annotations.NullMarked;
