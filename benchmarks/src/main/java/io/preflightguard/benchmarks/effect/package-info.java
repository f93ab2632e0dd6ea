/** What treatments of a skewed join gain, and whether their results are right. */
@NullMarked
package io.preflightguard.benchmarks.effect;

import org.jspecify.annotations.NullMarked;
