/** What is known of the machines that jobs run on. */
@NullMarked
package io.preflightguard.fleet;

import org.jspecify.annotations.NullMarked;
