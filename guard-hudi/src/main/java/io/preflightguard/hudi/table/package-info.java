/** The only room that touches the classes of Hudi. */
@NullMarked
package io.preflightguard.hudi.table;

import org.jspecify.annotations.NullMarked;
