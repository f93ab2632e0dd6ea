package io.preflightguard.skew;

/**
 * What the tasks of a stage have to work with.
 *
 * @param executionMemoryPerTask bytes of execution memory that one task has while all slots are busy
 * @param slots tasks that run at the same time, at least 1
 */
public record TaskResources(long executionMemoryPerTask, int slots) {

    public TaskResources {
        if (executionMemoryPerTask < 0 || slots < 1) {
            throw new IllegalArgumentException("A task has a slot and no less than 0 bytes: got "
                    + executionMemoryPerTask + " bytes, " + slots + " slots");
        }
    }
}
