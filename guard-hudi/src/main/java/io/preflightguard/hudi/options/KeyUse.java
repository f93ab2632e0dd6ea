package io.preflightguard.hudi.options;

import java.util.Locale;
import java.util.Set;

/** What a write does with a record key that it meets again. Measured on Hudi 0.15.0 and 1.0.2. */
enum KeyUse {
    /** It has no keys, or deletes by them. */
    NONE,
    /** Stores its rows beside those that the table has. */
    APPENDS,
    /** As {@link #APPENDS}, but what is stored already may be replaced, or not, by where Hudi puts a row. */
    MAY_APPEND,
    /** Leaves out rows whose key the table has, or fails over them, or replaces all that was there. */
    NEVER_APPENDS,
    /** Replaces the stored row, or leaves its own out, if the stored one lies in the row's own partition path. */
    FINDS_IN_PATH,
    /** Replaces the stored row wherever it lies, or it is not known where it looks. */
    FINDS_ANYWHERE;

    private static final String COMBINE_INSERT = "hoodie.combine.before.insert";
    private static final String COMBINE_UPSERT = "hoodie.combine.before.upsert";
    private static final String DROP = "hoodie.datasource.write.insert.drop.duplicates";
    private static final String POLICY = "hoodie.datasource.insert.dup.policy";

    /** Index types that look for a key in its own partition path only; the empty one is Spark's default. */
    private static final Set<String> IN_PATH = Set.of("", "SIMPLE", "BLOOM", "BUCKET", "RECORD_LEVEL_INDEX");

    private static final Set<String> GLOBAL =
            Set.of("GLOBAL_SIMPLE", "GLOBAL_BLOOM", "RECORD_INDEX", "GLOBAL_RECORD_LEVEL_INDEX", "HBASE", "INMEMORY");

    static KeyUse of(WriteEvidence evidence) {
        if (evidence.write().recordKeys().isEmpty() || evidence.write().isDelete()) {
            return NONE;
        }
        return switch (evidence.write().operation()) {
            case "upsert", "insert_overwrite_table", "insert_overwrite" -> ofUpdate(evidence);
            case "insert" -> ofInsert(evidence);
            case "bulk_insert" -> APPENDS;
            default -> NONE;
        };
    }

    private static KeyUse ofUpdate(WriteEvidence evidence) {
        if (!evidence.write().operation().equals("upsert")) {
            return NEVER_APPENDS;
        }
        return looksInPath(evidence) ? FINDS_IN_PATH : FINDS_ANYWHERE;
    }

    private static boolean looksInPath(WriteEvidence evidence) {
        boolean isKnown = evidence.option("hoodie.index.class").isEmpty()
                && IN_PATH.contains(evidence.option("hoodie.index.type").toUpperCase(Locale.ROOT));
        boolean hasPaths = !evidence.write().partitionFields().isEmpty();
        boolean namesPath =
                evidence.write().recordKeys().containsAll(evidence.write().partitionFields());
        return isKnown && hasPaths && !namesPath;
    }

    private static KeyUse ofInsert(WriteEvidence evidence) {
        // Hudi 0.15 takes the policy from SQL only.
        String policy =
                evidence.hudi().isBeforeOne() ? "" : evidence.option(POLICY).toLowerCase(Locale.ROOT);
        if (evidence.isTrue(DROP) || policy.equals("drop") || policy.equals("fail")) {
            return looksInPath(evidence) ? FINDS_IN_PATH : NEVER_APPENDS; // it asks the same index as an upsert
        }
        return evidence.isFalse("hoodie.merge.allow.duplicate.on.inserts") ? MAY_APPEND : APPENDS;
    }

    /** Whether rows of one key are combined even if they lie in several partition paths. */
    static boolean combinesAcrossPaths(WriteEvidence evidence) {
        return evidence.write().partitionFields().isEmpty()
                || GLOBAL.contains(evidence.option("hoodie.index.type").toUpperCase(Locale.ROOT));
    }

    /** The option that decides whether rows of one key are combined before they are written. */
    static String combineOption(WriteEvidence evidence) {
        return evidence.write().operation().equals("upsert") ? COMBINE_UPSERT : COMBINE_INSERT;
    }

    /** Whether rows of one key are combined before they are written. */
    static boolean combines(WriteEvidence evidence) {
        boolean byDefault = evidence.write().operation().equals("upsert");
        String option = combineOption(evidence);
        boolean drops = evidence.write().operation().equals("insert") && evidence.isTrue(DROP);
        return drops || (byDefault ? !evidence.isFalse(option) : evidence.isTrue(option));
    }
}
