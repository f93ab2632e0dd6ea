package io.preflightguard.upsert;

import io.preflightguard.Estimate;

/**
 * What rows weigh.
 *
 * @param inFile bytes of one row in a base file, encoded and compressed; above 0
 * @param perFile bytes of a base file besides its rows: the key filter in its footer
 * @param inMemory uncompressed bytes of one row as it is shuffled
 */
public record RowWeight(Estimate inFile, double perFile, Estimate inMemory) {

    public RowWeight {
        if (!(inFile.low() > 0 && inMemory.low() >= 0 && perFile >= 0)) {
            throw new IllegalArgumentException("A row weighs something: got " + inFile.low() + " bytes in a file, "
                    + inMemory.low() + " in memory, and " + perFile + " more a file");
        }
    }

    /**
     * What Hudi must take a record to weigh for its files to come out as large as they may be: a file's own bytes are shared out over
     * its rows.
     */
    long forFilesOf(long maxFileBytes) {
        double rows = Math.max(maxFileBytes - perFile, maxFileBytes / 2.0) / inFile.value();
        return Math.max(1, Math.round(maxFileBytes / Math.max(1, rows)));
    }
}
