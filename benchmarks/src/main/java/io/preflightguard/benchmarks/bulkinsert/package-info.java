/** What a skew-aware bulk_insert makes of skewed partition paths, against Hudi's own sort modes. */
@NullMarked
package io.preflightguard.benchmarks.bulkinsert;

import org.jspecify.annotations.NullMarked;
