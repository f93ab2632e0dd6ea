package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.hudi.table.DamagedTableException;
import io.preflightguard.hudi.table.TableFileRules;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.hudi.table.TableTooLargeException;
import io.preflightguard.hudi.write.HudiWrite;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;

/** Whether the files that a write will build on are there. */
final class TableFileSteps {

    private TableFileSteps() {}

    /**
     * @param table what stands at the path; null if it could not be looked at
     */
    static List<CheckResult> files(WriteRequest request, HudiWrite write, @Nullable TableState table)
            throws IOException {
        if (table == null) {
            return skipped(Outcome.SkipReason.NOT_POSSIBLE, "the table could not be looked at", "See the check of it.");
        }
        if (!(table instanceof TableState.Present present)) {
            return notApplicable("there is no table with files that can be opened");
        }
        if (leavesTablesAlone(request.mode())) {
            return notApplicable("the write leaves a table that exists as it is");
        }
        if (isAnew(request, write)) {
            return notApplicable("the write reads no file of the table");
        }
        try {
            return List.of(TableFileRules.judge(present.contents().files(), request.path()));
        } catch (DamagedTableException damaged) {
            return List.of(TableFileRules.judge(damaged, request.path()));
        } catch (TableTooLargeException large) {
            return skipped(Outcome.SkipReason.NOT_POSSIBLE, String.valueOf(large.getMessage()), large.wayOut());
        }
    }

    /** Whether a write in this mode does nothing to a table that exists. */
    static boolean leavesTablesAlone(SaveMode mode) {
        return mode == SaveMode.Ignore || mode == SaveMode.ErrorIfExists;
    }

    private static boolean isAnew(WriteRequest request, HudiWrite write) {
        return write.isBulkInsert()
                || write.isOverwrite()
                || write.isDeleteOfPartitions()
                || request.mode() == SaveMode.Overwrite;
    }

    private static List<CheckResult> notApplicable(String why) {
        return skipped(Outcome.SkipReason.NOT_APPLICABLE, why, "Nothing to do.");
    }

    private static List<CheckResult> skipped(Outcome.SkipReason reason, String why, String wayOut) {
        return List.of(new CheckResult(TableFileRules.CHECK, new Outcome.Skipped(reason, why, wayOut)));
    }
}
