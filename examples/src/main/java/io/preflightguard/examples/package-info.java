/** Runnable jobs on real data. */
@NullMarked
package io.preflightguard.examples;

import org.jspecify.annotations.NullMarked;
