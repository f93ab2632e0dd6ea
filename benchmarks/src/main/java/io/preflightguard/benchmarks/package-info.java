/** What the guard costs. */
@NullMarked
package io.preflightguard.benchmarks;

import org.jspecify.annotations.NullMarked;
