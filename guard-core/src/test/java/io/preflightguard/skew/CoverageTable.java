package io.preflightguard.skew;

import io.preflightguard.skew.CoverageCell.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The whole table of simulated inputs, as the documentation shows it. */
record CoverageTable(List<Row> rows) {

    static final long FIRST_SEED = 10_001;
    static final int[] PARTITIONS = {16, 200};
    private static final int SEEDS = 200;
    private static final int[] FILES = {4, 64, 1000};
    private static final int[] ROW_GROUPS = {1, 8};

    private static final String HEAD = """
            # How often the skew guard's intervals hold

            Made by `./mvnw -pl guard-core test -Dexcluded.tests=none -Dtest=SkewCoverageTest#everyCellOfTheTableHolds` \
            (about 7 minutes on two cores), which also fails if a cell does not hold. The method was chosen on seeds \
            1 to 200; the table shows seeds 10,001 to 10,200, one input and one sample each.

            **Simulated.** Inputs of 4, 64 and 1,000 files with 1 and 8 row groups a file. A row group has 40,000 rows on \
            average; files differ by 0.6 to 1.4 times in size, and the last of several row groups is half as large. Every \
            row group is drawn with equal probability, without replacement, and read wholly; its keys above 0.01 % of its \
            rows are listed with exact counts. The sample grows from 8 to 16 to 32 row groups and stops at the first look \
            that decides whether the largest of 16 (or 200) shuffle partitions has more than 5 times the mean. Keys fall \
            on shuffle partitions by random hashes, anew with every seed. "Sorted over all files" and "one tenant a file" \
            lay keys one after the other, in random order, over the files; in the first each row group then has a range of \
            keys, in the second each file's rows are mixed. The 1,000 keys of "uniform" have equal shares, as have the \
            1,000 others of "one key at" and "NULL"; Zipf has 2,000 keys. The last distribution is not one that was asked \
            for: its 12,000 other keys are too rare to be listed where they are mixed.

            **Judged.** In per cent of the draws, when the sample stopped; the worse of 16 and 200 partitions:
            - *largest*: the interval of the most frequent key's share has the truth, whether or not the key was seen;
            - *top 10*: the intervals of the ten most frequent keys of the sample have their true shares, all ten at once;
            - *load*: the interval of the largest shuffle partition's load has the truth, collisions included;
            - *wrong pass*: the guard says "passed", and the largest partition is above the limit.

            *Decided* says how often the verdict was "passed" or "failed" rather than "undecided", with 16 and with 200 \
            partitions. *Width* is the mean width of the interval of the most frequent key's share in points of per cent, \
            and *read* the mean number of row groups read.

            The stated confidence is 95 %, over all looks. Four fifths of the error are spent on the lower ends of \
            intervals and one fifth on the upper, so a wrong pass has 1 % at most, as far as the next section allows.

            ## What no sample can tell

            Where keys lie in heaps, 32 row groups of many cannot show that no key has 10 % of the rows: a key that fills \
            a part `f` of the row groups and no other is missed by `n` of them with probability `(1 - f)^n` (that is 3 % \
            for 10 % and 32), whatever the method. The upper end is therefore never below about 16 % there, the guard says "undecided" \
            for 200 partitions, and more row groups decide it: excluding a key of 2 % takes about 300 of them, \
            excluding one of 25 % about 20. Rows that are mixed are another matter: where keys are spread \
            evenly over the row groups that were read, the 20 that are densest in any one of them included, it is taken \
            that every key is. That is an assumption about \
            keys that were not seen. It holds for the layouts below, as a layout treats all keys alike. It does not hold \
            for an input that is mixed but for a few files with one hot key, such as one tenant's backfill: the guard then \
            passes as often as the sample misses those files, `(1 - f)^n`; where it matters, raise \
            `spark.guard.sample.max-partitions` until everything is read.

            A column whose keys are all too rare to be listed (each below 0.01 % of the rows) shows no layout at all, \
            mixed or not. It is treated as if keys lay in heaps.

            """;

    /** One cell, with a result for each number of shuffle partitions. */
    record Row(CoverageCell cell, List<Result> results) {}

    static CoverageTable judge() {
        List<Row> rows = new ArrayList<>();
        for (KeyDistribution distribution : KeyDistribution.values()) {
            for (KeyLayout layout : KeyLayout.values()) {
                for (int files : FILES) {
                    for (int rowGroups : ROW_GROUPS) {
                        CoverageCell cell = new CoverageCell(distribution, layout, files, rowGroups);
                        rows.add(new Row(cell, cell.judge(FIRST_SEED, SEEDS, PARTITIONS)));
                    }
                }
            }
        }
        return new CoverageTable(List.copyOf(rows));
    }

    String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("## In short\n\n").append("Of the inputs that are not read wholly (more than 32 row groups):\n\n");
        text.append("| layout | cells | worst largest | worst top 10 | worst load | worst wrong pass | passed 16 / 200"
                + " | failed 16 / 200 | mean width |\n|---|---|---|---|---|---|---|---|---|\n");
        for (KeyLayout layout : KeyLayout.values()) {
            text.append(summary(layout));
        }
        long failing = rows.stream()
                .filter(row -> !row.results().stream().allMatch(Result::holds))
                .count();
        text.append(String.format(
                Locale.ROOT,
                "%n%,d cells, %,d draws; below 94 %% or above 1 %% wrong passes: %d cells.%n%n## Every cell%n%n",
                rows.size(),
                (long) rows.size() * SEEDS,
                failing));
        text.append("| keys | layout | files x row groups | largest | top 10 | load | wrong pass | decided 16 / 200"
                + " | width | read |\n|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private String summary(KeyLayout layout) {
        Predicate<Row> sampled =
                row -> row.cell().layout() == layout && row.cell().isSampled();
        List<Row> chosen = rows.stream().filter(sampled).toList();
        List<Result> few = chosen.stream().map(row -> row.results().get(0)).toList();
        List<Result> many = chosen.stream().map(row -> row.results().get(1)).toList();
        List<Result> all =
                chosen.stream().flatMap(row -> row.results().stream()).toList();
        Result worst = Result.worst(all);
        return cells(
                layout.label(),
                String.valueOf(chosen.size()),
                percent(worst.largest()),
                percent(worst.reported()),
                percent(worst.load()),
                percent(worst.falsePass()),
                percent(Result.worst(few).passed()) + " / "
                        + percent(Result.worst(many).passed()),
                percent(Result.worst(few).failed()) + " / "
                        + percent(Result.worst(many).failed()),
                percent(worst.width()));
    }

    private static String line(Row row) {
        Result worst = Result.worst(row.results());
        CoverageCell cell = row.cell();
        return cells(
                cell.distribution().label(),
                cell.layout().label(),
                String.format(Locale.ROOT, "%,d x %d", cell.files(), cell.rowGroups()),
                percent(worst.largest()),
                percent(worst.reported()),
                percent(worst.load()),
                percent(worst.falsePass()),
                row.results().stream()
                        .map(result -> percent(result.passed() + result.failed()))
                        .collect(Collectors.joining(" / ")),
                percent(worst.width()),
                String.format(Locale.ROOT, "%.1f", worst.read()));
    }

    private static String cells(String... cells) {
        return Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String percent(double share) {
        double percent = 100 * share;
        return String.format(Locale.ROOT, percent > 0 && percent < 1 ? "%.2f" : "%.1f", percent);
    }
}
