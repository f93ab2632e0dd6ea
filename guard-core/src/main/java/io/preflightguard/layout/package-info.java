/** How the files of a partitioned table are laid out by a write: how many, how large, and which task writes each. Pure. */
@NullMarked
package io.preflightguard.layout;

import org.jspecify.annotations.NullMarked;
