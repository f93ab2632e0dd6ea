package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.FileBytes;

/**
 * What rows weigh.
 *
 * @param inFile bytes of base files, encoded and compressed
 * @param plain bytes of one row neither encoded nor compressed, as a page that is being filled counts it
 * @param columns how many columns a file has, as Parquet counts them
 * @param inMemory uncompressed bytes of one row as it is shuffled
 */
public record RowWeight(FileBytes inFile, double plain, int columns, Estimate inMemory) {

    /** Hudi first looks at a file's size after so many rows (HoodieBaseParquetWriter). */
    private static final double FIRST_LOOK = 100;

    /** Parquet ends a page after so many rows, however short (ParquetProperties). */
    private static final double ROWS_OF_A_PAGE = 20_000;

    public RowWeight {
        if (!(inMemory.low() >= 0 && plain >= 0 && columns >= 0)) {
            throw new IllegalArgumentException("A row weighs something: got " + inMemory.low() + " bytes in memory and "
                    + plain + " in a page, in " + columns + " columns");
        }
    }

    /** Bytes of one row in a base file. */
    Estimate perRow() {
        return inFile.perRow();
    }

    /**
     * What Hudi must take a record to weigh for its files to come out as large as they may be: a file's filters are shared out over
     * its rows.
     */
    long forFilesOf(long maxFileBytes) {
        double perRow = perRow().value();
        double rows = Math.max(maxFileBytes - inFile.filters(maxFileBytes / perRow), maxFileBytes / 2.0) / perRow;
        return Math.max(1, Math.round(maxFileBytes / Math.max(1, rows)));
    }

    /**
     * Rows after which Hudi closes a file and begins the next: once what it holds passes the limit, with each column's open page
     * counted as it is, not yet compressed (HoodieBaseParquetWriter.canWrite, ParquetWriter.getDataSize). At most if no
     * page is open, at least if one of full size is in every column.
     */
    Estimate rowsOfAFullFile(UpsertSettings settings) {
        double pages = (double) columns * settings.pageBytes();
        double value = rowsBelow(settings.closedAbove(), Math.min(pages, ROWS_OF_A_PAGE * plain), perRow().value());
        return new Estimate(
                value,
                Math.min(value, rowsBelow(settings.closedAbove(), pages, perRow().high())),
                Math.max(value, rowsBelow(settings.closedAbove(), 0, perRow().low())),
                perRow().confidence(),
                Unit.COUNT);
    }

    /** @param open the most bytes that open pages have */
    private double rowsBelow(double closed, double open, double perRow) {
        double inOpenPages = closed / (perRow + plain);
        double rows = inOpenPages * plain <= open ? inOpenPages : (closed - open) / perRow;
        return Math.max(FIRST_LOOK, Math.ceil(rows));
    }
}
