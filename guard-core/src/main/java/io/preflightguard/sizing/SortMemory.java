package io.preflightguard.sizing;

/**
 * What Spark's {@code UnsafeExternalSorter} holds in memory while it sorts the rows of one task. All in bytes.
 *
 * <p>It keeps rows in pages and, beside them, an array of a pointer and a prefix a row, 16 bytes, of which a third stays
 * free as the buffer of TimSort ({@code UnsafeInMemorySorter.getUsableCapacity}); it starts with 4,096 entries. When the
 * array is full one of twice the size is allocated while the old one is still held
 * ({@code growPointerArrayIfNecessary}), so there the sorter needs three halves of the new one. What it is not granted
 * makes it write all it holds to disk and start anew.
 *
 * @param rowBytes a row as the sorter keeps it: the UnsafeRow and its 4-byte length
 * @param pageBytes what it takes memory in: {@link ExecutorMemory#pageBytes}
 */
record SortMemory(double rowBytes, long pageBytes) {

    private static final long FIRST_ARRAY = 4096L * 2 * 8;
    private static final double BYTES_PER_ROW_IN_ARRAY = 16 * 1.5;

    SortMemory {
        if (!(rowBytes > 0) || pageBytes < 1) {
            throw new IllegalArgumentException(
                    "A sorter has rows and pages: got rows of " + rowBytes + " and pages of " + pageBytes + " bytes");
        }
    }

    /** The most that the sorter holds at any time if it is never made to spill. */
    double peak(double rows) {
        double peak = FIRST_ARRAY;
        double array = FIRST_ARRAY;
        while (array / BYTES_PER_ROW_IN_ARRAY < rows) {
            double held = pages(array / BYTES_PER_ROW_IN_ARRAY);
            array *= 2;
            peak = Math.max(peak, held + array * 1.5);
        }
        return Math.max(peak, pages(rows) + array);
    }

    /** The most rows that the sorter holds without spilling in so much memory. */
    double mostRows(double memory) {
        double fits = 0;
        double tooMany = Math.max(1, memory / rowBytes) + 1;
        if (peak(tooMany) <= memory) {
            return tooMany;
        }
        while (tooMany - fits > 1) {
            double middle = Math.floor((fits + tooMany) / 2);
            if (peak(middle) <= memory) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /**
     * The rows that are written to disk: whole loads of what fits; the last load stays in memory and is merged with
     * what is on disk ({@code getSortedIterator}).
     */
    double spilledRows(double rows, double memory) {
        if (peak(rows) <= memory) {
            return 0;
        }
        double load = Math.max(1, mostRows(memory));
        return Math.floor((rows - 1) / load) * load;
    }

    private double pages(double rows) {
        double rowsPerPage = Math.max(1, Math.floor(pageBytes / rowBytes));
        return Math.ceil(rows / rowsPerPage) * Math.max(pageBytes, rowBytes);
    }
}
