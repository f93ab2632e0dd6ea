package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.spark.sample.FollowedKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every rule of this room, by what it needs to know. Pure. */
public final class OptionRules {

    /** The checks of {@link #onRows}, for a report in which they could not be made. */
    public static final String ON_ROWS = KeyRules.REPEATED;

    /** The check of {@link #onStoredKeys}. */
    public static final String ON_STORED_KEYS = KeyRules.STORED;

    private OptionRules() {}

    /**
     * Judges what options, table and columns tell.
     *
     * @param spelling how the table spells a record key; empty if that is not known
     */
    public static List<CheckResult> onOptions(WriteEvidence evidence, Optional<StoredKeys.Spelling> spelling) {
        return List.of(
                OrderingRules.judge(evidence),
                UpgradeRules.judge(evidence),
                CompactionRules.judge(evidence),
                RetentionRules.judge(evidence),
                KeyGeneratorRules.judge(evidence, spelling),
                ConcurrencyRules.judge(evidence));
    }

    /** The columns that order rows of one key; their nulls are to be counted. */
    public static List<String> orderingFields(WriteEvidence evidence) {
        return KeyUse.of(evidence) == KeyUse.NONE ? List.of() : OrderingRules.fields(evidence);
    }

    /**
     * Judges what the rows tell.
     *
     * @param nulls rows with a null among {@code rowsRead}, by ordering field
     */
    public static List<CheckResult> onRows(
            WriteEvidence evidence, FollowedKeys followed, Map<String, Long> nulls, long rowsRead) {
        CheckResult repeated = KeyRules.repeated(evidence, followed);
        if (nulls.isEmpty()) {
            boolean asked = orderingFields(evidence).stream().anyMatch(evidence.columns()::has);
            return asked ? List.of(repeated, OrderingRules.nullsUnknown()) : List.of(repeated);
        }
        return List.of(repeated, OrderingRules.nulls(evidence, nulls, rowsRead));
    }

    /** Whether it matters which of the input's record keys the table has already. */
    public static boolean asksForStoredKeys(WriteEvidence evidence) {
        KeyUse use = KeyUse.of(evidence);
        return evidence.hasTable()
                && KeyGeneratorRules.conflicts(evidence).isEmpty() // with one, Hudi writes nothing
                && (use == KeyUse.APPENDS || use == KeyUse.MAY_APPEND || use == KeyUse.FINDS_IN_PATH);
    }

    /** Whether it matters if a key lies in another partition path than its row's. */
    public static boolean asksForOtherPaths(WriteEvidence evidence) {
        return KeyUse.of(evidence) == KeyUse.FINDS_IN_PATH;
    }

    /** Judges which of the input's record keys the table has already. */
    public static CheckResult onStoredKeys(WriteEvidence evidence, FollowedKeys followed, StoredKeys stored) {
        return KeyRules.stored(evidence, followed, stored);
    }

    /** Whether it matters in which form the table stores its keys. */
    public static boolean asksForSpelling(WriteEvidence evidence) {
        return KeyGeneratorRules.asksForSpelling(evidence);
    }
}
