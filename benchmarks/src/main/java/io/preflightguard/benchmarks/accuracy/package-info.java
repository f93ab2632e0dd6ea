/** Predicted shuffle bytes against measured ones: docs/shuffle-accuracy.md. */
@NullMarked
package io.preflightguard.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
