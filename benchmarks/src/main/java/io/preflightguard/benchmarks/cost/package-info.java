/** What a sampled verdict costs beside what a team does by hand, and beside the write it guards. */
@NullMarked
package io.preflightguard.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
