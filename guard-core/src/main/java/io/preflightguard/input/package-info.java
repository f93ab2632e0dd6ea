/** What holds for any input, whatever it is written to. */
@NullMarked
package io.preflightguard.input;

import org.jspecify.annotations.NullMarked;
