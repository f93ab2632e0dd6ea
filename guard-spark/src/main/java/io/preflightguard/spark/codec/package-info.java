/** What Spark's compression makes of a shuffle's blocks. */
@NullMarked
package io.preflightguard.spark.codec;

import org.jspecify.annotations.NullMarked;
