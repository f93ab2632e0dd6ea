/** What the guard knows, for Spark's metrics system: plugins to be named in {@code spark.plugins}. */
@NullMarked
package io.preflightguard.spark.metrics;

import org.jspecify.annotations.NullMarked;
