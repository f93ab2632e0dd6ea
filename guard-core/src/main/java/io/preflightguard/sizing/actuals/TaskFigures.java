package io.preflightguard.sizing.actuals;

/**
 * What Spark's metrics say of one task that succeeded. Bytes, rows and milliseconds.
 *
 * @param shuffleBytesWritten compressed bytes written to shuffle files
 * @param shuffleRowsWritten rows written to shuffle files
 * @param shuffleBytesRead compressed bytes read from shuffle files, here and from other workers
 * @param inputBytesRead bytes read from files or a cache
 * @param runMillis time the task ran
 * @param memorySpilled what was held in memory when it was spilled
 * @param diskSpilled what was spilled, as it lay on disk
 * @param peakMemory the most execution memory held
 */
public record TaskFigures(
        long shuffleBytesWritten,
        long shuffleRowsWritten,
        long shuffleBytesRead,
        long inputBytesRead,
        long runMillis,
        long memorySpilled,
        long diskSpilled,
        long peakMemory) {

    long bytesRead() {
        return shuffleBytesRead + inputBytesRead;
    }
}
