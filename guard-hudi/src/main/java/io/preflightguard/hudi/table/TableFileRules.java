package io.preflightguard.hudi.table;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;

/** Judges whether all that a table's books name is there and whole. Pure. */
public final class TableFileRules {

    /** The check's name. */
    public static final String CHECK = "table: files and timeline";

    private static final String RESTORE =
            "Restore it from a backup or the bucket's versions, or take the table back to a savepoint, before any write.";

    private TableFileRules() {}

    /** Judges the listing against the commits. */
    public static CheckResult judge(TableFiles files, String table) {
        if (files.commitsRead() == 0) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "no completed commit in the timeline of the table at " + table
                                    + " says which files there must be",
                            "Nothing to do for a table that was never written to."));
        }
        List<Finding> findings = files.missing().isEmpty() ? List.of() : List.of(missing(files, table));
        return new CheckResult(
                CHECK,
                Outcome.of(
                        Unit.COUNT.format(files.slices().size()) + " file slices and the newest "
                                + Unit.COUNT.format(files.commitsRead()) + " of "
                                + Unit.COUNT.format(files.commits()) + " commits",
                        findings));
    }

    private static Finding missing(TableFiles files, String table) {
        List<MissingFile> missing = files.missing();
        MissingFile worst = missing.stream()
                .filter(file -> isWithoutOtherVersion(file, files))
                .findFirst()
                .orElse(missing.get(0));
        String others = missing.size() == 1
                ? ""
                : " and " + Unit.COUNT.format(missing.size() - 1)
                        + (missing.size() == 2 ? " other file" : " other files");
        String what = isWithoutOtherVersion(worst, files)
                ? "its rows are gone without a word, and an upsert would insert its keys once more"
                : "readers see older values without a word";
        return Finding.of(
                RuleCatalog.TABLE_DAMAGED,
                table,
                worst.path() + " (of commit " + worst.commit() + ")" + others + (missing.size() == 1 ? " is" : " are")
                        + " missing, which the table still needs: " + what,
                new Described(Unit.COUNT.format(missing.size()) + " missing"),
                new Limit(new Described("every file that the latest commits name"), "the table's timeline"),
                RESTORE);
    }

    /** Whether it is a base file of whose file group no other base file is left. */
    private static boolean isWithoutOtherVersion(MissingFile file, TableFiles files) {
        return !file.isLog()
                && files.slices().stream()
                        .filter(slice -> !slice.baseFile().isEmpty())
                        .noneMatch(slice -> isOfGroup(file, slice));
    }

    private static boolean isOfGroup(MissingFile file, FileSliceState slice) {
        String folder = slice.partitionPath().isEmpty() ? "" : slice.partitionPath() + "/";
        return file.path().startsWith(folder + slice.fileId() + "_");
    }

    /** A file of the table's own books that cannot be understood. */
    public static CheckResult judge(DamagedTableException damaged, String table) {
        return new CheckResult(CHECK, new Outcome.Violated(List.of(damaged(table, damaged.file(), damaged.problem()))));
    }

    static Finding damaged(String table, String file, String problem) {
        return Finding.of(
                RuleCatalog.TABLE_DAMAGED,
                table,
                file + " " + problem + "; Hudi fails on it, or takes it as empty and builds on the wrong state",
                new Described("a damaged file"),
                new Limit(new Described("a whole one"), "Hudi"),
                RESTORE);
    }
}
