/** The one small room that touches what differs between Spark lines. Not API. */
@NullMarked
package io.preflightguard.spark.internal;

import org.jspecify.annotations.NullMarked;
