/** What the options of a Hudi write mean: its keys, its paths and its shuffles. */
@NullMarked
package io.preflightguard.hudi.write;

import org.jspecify.annotations.NullMarked;
