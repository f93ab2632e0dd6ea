/** What the footers of Parquet files say of an input, before a row is read. */
@NullMarked
package io.preflightguard.spark.parquet;

import org.jspecify.annotations.NullMarked;
