/** Reads a bounded part of an input: which partitions, how many rows, what they show. */
@NullMarked
package io.preflightguard.spark.sample;

import org.jspecify.annotations.NullMarked;
