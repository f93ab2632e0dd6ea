/** The few formulas of sampling theory that several rooms need. Pure. */
@NullMarked
package io.preflightguard.statistics;

import org.jspecify.annotations.NullMarked;
