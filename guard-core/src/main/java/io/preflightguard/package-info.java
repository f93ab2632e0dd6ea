/** The words of the guard: rules, findings, outcomes, remedies and the report that carries them. Knows no engine. */
@NullMarked
package io.preflightguard;

import org.jspecify.annotations.NullMarked;
