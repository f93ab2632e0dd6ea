package io.preflightguard.layout;

/** How many files a path's rows fill. Stateless. */
final class FileCount {

    /**
     * A file may outgrow the target by this. Hudi closes a file at 1.1 times its target (HoodieBaseParquetWriter: size
     * times one plus {@code hoodie.parquet.compression.ratio}); half of that is left to errors of the estimate, and a path
     * that is hardly above one target does not become two files of hardly a half.
     */
    static final double STRETCH = 1.05;

    /** Filters may weigh more than the whole target; rows get at least this part of it. */
    private static final double LEAST_ROOM = 0.5;

    private FileCount() {}

    /**
     * The least number of equal files none of which is above the stretched target. Two or more of them are each above
     * half the target.
     */
    static int of(double rows, FileBytes bytes, double target) {
        double data = rows * bytes.perRow().value();
        for (int filters = Math.min(1, bytes.mostFilters()); ; filters++) {
            double room = Math.max(STRETCH * target - filters * bytes.perFilter(), LEAST_ROOM * target);
            int files = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(data / room)));
            if (filters >= bytes.mostFilters() || rows / files <= (double) filters * bytes.rowsPerFilter()) {
                return files;
            }
        }
    }
}
