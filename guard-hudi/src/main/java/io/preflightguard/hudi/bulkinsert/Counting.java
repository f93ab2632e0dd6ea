package io.preflightguard.hudi.bulkinsert;

/** How the rows of each partition path are counted before a bulk_insert. */
enum Counting {
    /** From a sample if that settles the plan, else all of them. */
    AUTO,
    /** From a sample alone, however little it settles. Costs seconds whatever the input's size. */
    SAMPLE,
    /** All of them: the input is computed once more, as for the sampling pass of Spark's own sort. */
    EXACT
}
