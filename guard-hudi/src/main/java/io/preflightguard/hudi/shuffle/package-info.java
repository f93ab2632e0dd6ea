/** Makes Hudi's own records of sampled rows and weighs them as its shuffles write them: needs Hudi's and Scala's classes. */
@NullMarked
package io.preflightguard.hudi.shuffle;

import org.jspecify.annotations.NullMarked;
