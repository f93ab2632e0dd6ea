/** Whether a sort spills: predicted and measured, over a grid of memory, partitions and data. */
@NullMarked
package io.preflightguard.benchmarks.spill;

import org.jspecify.annotations.NullMarked;
