/**
 * How an insert or upsert hands its records to file groups: one task each, which no parallelism knob splits. Predicted
 * from the input's shares and the table's latest files, by the arithmetic of Hudi's own partitioners. Pure.
 */
@NullMarked
package io.preflightguard.upsert;

import org.jspecify.annotations.NullMarked;
