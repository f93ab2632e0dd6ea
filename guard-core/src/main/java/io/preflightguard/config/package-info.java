/** Every knob of the guard, typed, in one class. */
@NullMarked
package io.preflightguard.config;

import org.jspecify.annotations.NullMarked;
