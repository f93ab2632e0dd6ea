/** Key frequencies from a sample of input partitions, their intervals, and what they mean for a shuffle. */
@NullMarked
package io.preflightguard.skew;

import org.jspecify.annotations.NullMarked;
