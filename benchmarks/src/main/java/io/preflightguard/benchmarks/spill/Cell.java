package io.preflightguard.benchmarks.spill;

import io.preflightguard.benchmarks.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the grid.
 *
 * @param index its place in the grid
 * @param fraction {@code spark.memory.fraction}
 * @param data what is written
 * @param mode the sort mode of the bulk_insert
 * @param partitions what sets how many tasks sort
 * @param isForTuning whether the model may be tuned on this run, said before any was run
 */
record Cell(int index, String fraction, Data data, String mode, int partitions, boolean isForTuning) {

    private static final int EVERY_THIRD = 3;

    /** Every run, those of one memory fraction together. */
    static List<Cell> grid(Arguments arguments) {
        List<Cell> cells = new ArrayList<>();
        int every = tuningRun(arguments.text("tuning"));
        for (String fraction : arguments.texts("fractions")) {
            for (String data : arguments.texts("data")) {
                for (String mode : arguments.texts("modes")) {
                    for (long partitions : arguments.numbers("partitions")) {
                        int index = cells.size();
                        boolean tunes = every > 0 && index % every == 0;
                        cells.add(new Cell(index, fraction, Data.named(data), mode, (int) partitions, tunes));
                    }
                }
            }
        }
        return cells;
    }

    private static int tuningRun(String tuning) {
        return switch (tuning) {
            case "every-third" -> EVERY_THIRD;
            case "none" -> 0;
            default -> throw new IllegalArgumentException("'" + tuning + "' is not one of every-third, none");
        };
    }

    /** Whether it belongs to a part of the grid: {@code all}, {@code tuning} or {@code judging}. */
    boolean isIn(String part) {
        return switch (part) {
            case "all" -> true;
            case "tuning" -> isForTuning;
            case "judging" -> !isForTuning;
            default -> throw new IllegalArgumentException("'" + part + "' is not one of all, tuning, judging");
        };
    }
}
