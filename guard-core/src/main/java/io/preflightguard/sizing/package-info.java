/** Arithmetic of shuffle bytes, memory per task and local disk per worker. */
@NullMarked
package io.preflightguard.sizing;

import org.jspecify.annotations.NullMarked;
