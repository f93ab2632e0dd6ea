/** The entry for jobs that write Hudi tables. */
@NullMarked
package io.preflightguard.hudi;

import org.jspecify.annotations.NullMarked;
