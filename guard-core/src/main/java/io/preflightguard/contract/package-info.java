/** Where schema contracts come from. */
@NullMarked
package io.preflightguard.contract;

import org.jspecify.annotations.NullMarked;
