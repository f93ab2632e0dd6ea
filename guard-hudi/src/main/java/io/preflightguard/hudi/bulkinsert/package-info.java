/** A bulk_insert whose tasks carry alike and whose files have one size: the plan, and Hudi's partitioner that follows it. */
@NullMarked
package io.preflightguard.hudi.bulkinsert;

import org.jspecify.annotations.NullMarked;
