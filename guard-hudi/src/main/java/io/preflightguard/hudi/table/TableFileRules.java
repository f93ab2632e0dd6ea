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
        List<Finding> findings = files.missing().isEmpty() ? List.of() : List.of(missing(files.missing(), table));
        return new CheckResult(
                CHECK,
                Outcome.of(
                        Unit.COUNT.format(files.slices().size()) + " file slices and the newest "
                                + Unit.COUNT.format(files.commitsRead()) + " of "
                                + Unit.COUNT.format(files.commits()) + " commits",
                        findings));
    }

    private static Finding missing(List<MissingFile> missing, String table) {
        MissingFile first = missing.get(0);
        String others = missing.size() == 1 ? "" : " and " + Unit.COUNT.format(missing.size() - 1) + " other files";
        String what = first.isLog()
                ? "readers see older values without a word"
                : "its rows are gone without a word, or older values are back";
        return Finding.of(
                RuleCatalog.TABLE_DAMAGED,
                table,
                first.path() + others + (missing.size() == 1 ? " is" : " are") + " missing, which commit "
                        + first.commit() + " wrote and the table still needs: " + what
                        + ", and an upsert would insert its keys once more",
                new Described(Unit.COUNT.format(missing.size()) + " missing"),
                new Limit(new Described("every file that the latest commits name"), "the table's timeline"),
                RESTORE);
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
