/** Judges write options against the table and the rows: what Hudi itself accepts and later regrets. Pure. */
@NullMarked
package io.preflightguard.hudi.options;

import org.jspecify.annotations.NullMarked;
