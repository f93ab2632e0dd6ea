package io.preflightguard.sizing.actuals;

/**
 * What decides which of the guard's predictions can be held against what a write did.
 *
 * @param repaired whether the guard changed the write after it had predicted, so that it predicted another one
 * @param inputShuffles whether the rows come out of shuffles of their own, or table services run within the write: such
 *     shuffles are measured with it, but were not predicted
 * @param oneShuffleOfRows whether the write shuffles its rows once, as they are: then a shuffle's rows are the input's
 */
public record Circumstances(boolean repaired, boolean inputShuffles, boolean oneShuffleOfRows) {}
