package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.spark.sample.FollowedKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges record keys that were followed through the input, and looked for in the table. What was found is certain; what
 * was not found is never called a pass unless every row and key was looked at. Pure.
 */
final class KeyRules {

    static final String REPEATED = "input: record keys that repeat";
    static final String STORED = "table: record keys that are stored already";

    private static final String INDEX = "hoodie.index.type";

    private KeyRules() {}

    /** Judges keys that several rows of the input have. */
    static CheckResult repeated(WriteEvidence evidence, FollowedKeys followed) {
        KeyUse use = KeyUse.of(evidence);
        if (evidence.write().recordKeys().isEmpty() || use == KeyUse.NONE) {
            return Checks.notApplicable(REPEATED, "the write tells no rows apart by key");
        }
        if (followed.keys() == 0) {
            return new CheckResult(
                    REPEATED,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_PROVABLE, "no row with a record key was read", "Nothing to do."));
        }
        boolean acrossPaths = KeyUse.combinesAcrossPaths(evidence);
        if (!acrossPaths && !evidence.write().hasPlainPath()) {
            return new CheckResult(
                    REPEATED,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_PROVABLE,
                            "the key generator makes paths that the guard cannot compute, and rows of one key in"
                                    + " several paths are several rows to Hudi",
                            "Nothing to do."));
        }
        // To Hudi a row is its path and its key, unless the index is global.
        long repeated = acrossPaths ? followed.repeated() : followed.repeatedInOnePath();
        List<Finding> findings = new ArrayList<>();
        if (repeated > 0 && !KeyUse.combines(evidence)) {
            findings.add(storedTwice(evidence, followed, repeated));
        }
        if (followed.inSeveralPaths() > 0 && use == KeyUse.FINDS_IN_PATH) {
            findings.add(inSeveralPaths(evidence, followed));
        }
        if (repeated > 0
                && KeyUse.combines(evidence)
                && OrderingRules.fields(evidence).isEmpty()) {
            findings.add(OrderingRules.arbitrary(evidence, repeated, followed.keys()));
        }
        String examined = Unit.COUNT.format(followed.keys()) + " record keys, followed through the "
                + Unit.COUNT.format(followed.rowsRead()) + " rows that were read";
        // A key in several paths may have two rows in one of them.
        boolean complete = followed.complete() && (acrossPaths || followed.inSeveralPaths() == 0);
        return new CheckResult(REPEATED, Checks.found(examined, findings, complete));
    }

    private static Finding storedTwice(WriteEvidence evidence, FollowedKeys followed, long repeated) {
        boolean ordered = !OrderingRules.fields(evidence).isEmpty();
        String combine = KeyUse.combineOption(evidence);
        return new Finding(
                RuleCatalog.RECORD_KEY_REPEATED,
                RuleCatalog.RECORD_KEY_REPEATED.severity(),
                subject(evidence),
                "several rows have the same key and " + evidence.write().operation()
                        + " stores them all: the table then has the key more than once",
                Checks.keys(repeated, followed.keys()),
                Checks.noKeys(combine),
                "Set " + combine + "=true"
                        + (ordered ? "" : " and hoodie.datasource.write.precombine.field=<the column that orders rows>")
                        + ", or remove the repeats before the write.",
                ordered ? List.of(new Remedy.SetWriteOption(combine, "true")) : List.of());
    }

    private static Finding inSeveralPaths(WriteEvidence evidence, FollowedKeys followed) {
        return new Finding(
                RuleCatalog.RECORD_KEY_MOVES_PATH,
                Severity.WARN,
                subject(evidence),
                "rows of one key lie in several partition paths of this input, and the index looks for a key in the"
                        + " row's own path only: the table then has the key in each",
                Checks.keys(followed.inSeveralPaths(), followed.keys()),
                Checks.noKeys(INDEX),
                "Keep the latest row of each key, or set " + INDEX + "=GLOBAL_SIMPLE; if a key names a row only within"
                        + " its path, name the path's columns in hoodie.datasource.write.recordkey.field too.",
                List.of());
    }

    /** Judges keys that the table has already. */
    static CheckResult stored(WriteEvidence evidence, FollowedKeys followed, StoredKeys stored) {
        List<Finding> findings = new ArrayList<>();
        KeyUse use = KeyUse.of(evidence);
        if ((use == KeyUse.APPENDS || use == KeyUse.MAY_APPEND) && stored.inOwnPath() > 0) {
            findings.add(appendedAgain(evidence, stored));
        }
        if (use == KeyUse.FINDS_IN_PATH && stored.inOneOtherPath() + stored.inSeveralPaths() > 0) {
            findings.add(moved(evidence, followed, stored));
        }
        String examined = Unit.COUNT.format(stored.keys()) + " of the input's record keys, looked for in "
                + Unit.COUNT.format(stored.files()) + " base files";
        return new CheckResult(STORED, Checks.found(examined, findings, false));
    }

    private static Finding appendedAgain(WriteEvidence evidence, StoredKeys stored) {
        boolean certain = KeyUse.of(evidence) == KeyUse.APPENDS && !stored.behindLogs();
        String operation = evidence.write().operation();
        return new Finding(
                RuleCatalog.INSERT_OF_STORED_KEY,
                certain ? RuleCatalog.INSERT_OF_STORED_KEY.severity() : Severity.WARN,
                subject(evidence),
                (stored.behindLogs()
                                ? "base files of the table have these keys, unless log files deleted them, and "
                                : "the table has rows with these keys already, and ")
                        + operation + (certain ? " adds" : " may add")
                        + " further ones, as a run does that is repeated",
                Checks.keys(stored.inOwnPath(), stored.keys()),
                Checks.noKeys("hoodie.datasource.write.operation"),
                "Set hoodie.datasource.write.operation=upsert, which replaces them"
                        + (operation.equals("insert")
                                ? ", or hoodie.datasource.write.insert.drop.duplicates=true, which keeps them."
                                : "."),
                List.of());
    }

    private static Finding moved(WriteEvidence evidence, FollowedKeys followed, StoredKeys stored) {
        // Where one key is seen in two paths, a key may name a row within its path only, and nothing has moved.
        boolean namesOneRow = stored.inSeveralPaths() == 0 && followed.inSeveralPaths() == 0;
        boolean certain = stored.inOneOtherPath() > 0 && namesOneRow && stored.ownPathsRead() && !stored.behindLogs();
        // Measured on 0.15.0: an insert that drops what is stored fails by a global index if a key has moved.
        String upsert =
                evidence.write().operation().equals("upsert") ? "" : "hoodie.datasource.write.operation=upsert and ";
        boolean canSwitch = !evidence.option(INDEX).equalsIgnoreCase("BUCKET");
        return new Finding(
                RuleCatalog.RECORD_KEY_MOVES_PATH,
                certain ? RuleCatalog.RECORD_KEY_MOVES_PATH.severity() : Severity.WARN,
                subject(evidence),
                certain
                        ? "the table has these keys in another partition path, where the index does not look: the old"
                                + " rows stay, and the table then has the keys twice"
                        : "the table has, or may have, these keys in other partition paths, and the index looks in the"
                                + " row's own only: rows in the others stay as they are",
                Checks.keys(
                        certain ? stored.inOneOtherPath() : stored.inOneOtherPath() + stored.inSeveralPaths(),
                        stored.keys()),
                Checks.noKeys(INDEX),
                (canSwitch
                                ? "If a key names one row of the whole table, set " + upsert + INDEX
                                        + "=GLOBAL_SIMPLE, which replaces its row wherever it lies; "
                                : "A bucket index finds no key in another path: ")
                        + "if a key names a row only within its path, name the path's columns in"
                        + " hoodie.datasource.write.recordkey.field of a new table.",
                List.of()); // by a global index, rows of per-path keys would replace one another: the user must say
    }

    private static String subject(WriteEvidence evidence) {
        return String.join(",", evidence.write().recordKeys());
    }
}
