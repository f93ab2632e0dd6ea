/** Writers of the report: one per format, each deterministic. */
@NullMarked
package io.preflightguard.report;

import org.jspecify.annotations.NullMarked;
