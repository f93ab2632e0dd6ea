/** The command line; published as one runnable jar with the classifier {@code cli}. */
@NullMarked
package io.preflightguard.cli;

import org.jspecify.annotations.NullMarked;
