package io.preflightguard.sizing;

/**
 * What Spark's sorters hold in memory while they take the rows of one task. All in bytes.
 *
 * <p>They keep rows in pages and, beside them, an array of pointers. When the array is full one of twice the size is
 * allocated while the old one is still held ({@code growPointerArrayIfNecessary}), so there a sorter needs three halves of
 * the new one. What it is not granted makes it write all it holds to disk and start anew.
 *
 * @param rowBytes a row as the sorter keeps it: the UnsafeRow and its 4-byte length
 * @param pageBytes what it takes memory in: {@link ExecutorMemory#pageBytes}
 * @param firstArray what the array of pointers takes at first
 * @param arrayBytesPerRow what it needs for each row
 */
record SortMemory(double rowBytes, long pageBytes, long firstArray, double arrayBytesPerRow) {

    /** {@code UnsafeExternalRowSorter} and {@code ShuffleExternalSorter} start with as many entries. */
    private static final long FIRST_ENTRIES = 4096;

    /** {@code PackedRecordPointer.MAXIMUM_PAGE_SIZE_BYTES}. */
    private static final long LARGEST_SHUFFLE_PAGE = 128L << 20;

    SortMemory {
        if (!(rowBytes > 0) || pageBytes < 1) {
            throw new IllegalArgumentException(
                    "A sorter has rows and pages: got rows of " + rowBytes + " and pages of " + pageBytes + " bytes");
        }
    }

    /**
     * A sort by {@code UnsafeExternalSorter}: a pointer and a prefix a row, 16 bytes, and a third of the array stays free
     * as the buffer of TimSort ({@code UnsafeInMemorySorter.getUsableCapacity}).
     */
    SortMemory(double rowBytes, long pageBytes) {
        this(rowBytes, pageBytes, FIRST_ENTRIES * 16, 16 * 1.5);
    }

    /**
     * Rows that a task writes to a shuffle, by {@code ShuffleExternalSorter}: a pointer of 8 bytes a row, and half of the
     * array stays free as the buffer of radix sort ({@code ShuffleInMemorySorter.getUsableCapacity}).
     */
    static SortMemory ofShuffleWriter(double rowBytes, long pageBytes) {
        return new SortMemory(rowBytes, Math.min(LARGEST_SHUFFLE_PAGE, pageBytes), FIRST_ENTRIES * 8, 8 * 2);
    }

    /** The most that the sorter holds at any time if it is never made to spill. */
    double peak(double rows) {
        double peak = firstArray;
        double array = firstArray;
        while (array / arrayBytesPerRow < rows) {
            double held = pages(array / arrayBytesPerRow);
            array *= 2;
            peak = Math.max(peak, held + array * 1.5);
        }
        return Math.max(peak, pages(rows) + array);
    }

    /** The most rows that the sorter holds without spilling in so much memory. */
    double mostRows(double memory) {
        double fits = 0;
        double tooMany = Math.max(1, memory / rowBytes) + 1;
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
     * The rows that are spilled: whole loads of what fits; the last load stays in memory and is merged with what is on disk
     * ({@code getSortedIterator}), or is not counted as spilled ({@code writeSortedFile}).
     */
    double spilledRows(double rows, double memory) {
        if (peak(rows) <= memory) {
            return 0;
        }
        double load = Math.max(1, mostRows(memory));
        return Math.floor(Math.max(0, rows - 1) / load) * load;
    }

    private double pages(double rows) {
        double rowsPerPage = Math.max(1, Math.floor(pageBytes / rowBytes));
        return Math.ceil(rows / rowsPerPage) * Math.max(pageBytes, rowBytes);
    }
}
