/** What a write did, and how it compares with what was predicted of it. */
@NullMarked
package io.preflightguard.sizing.actuals;

import org.jspecify.annotations.NullMarked;
