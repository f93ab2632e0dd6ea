/** What rows weigh in a shuffle, and the machines that carry it. */
@NullMarked
package io.preflightguard.spark.sizing;

import org.jspecify.annotations.NullMarked;
