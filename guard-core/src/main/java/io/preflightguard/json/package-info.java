/** JSON texts as plain values. Pure. */
@NullMarked
package io.preflightguard.json;

import org.jspecify.annotations.NullMarked;
