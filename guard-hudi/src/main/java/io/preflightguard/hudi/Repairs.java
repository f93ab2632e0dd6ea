package io.preflightguard.hudi;

import io.preflightguard.AppliedRemedy;
import io.preflightguard.Finding;
import io.preflightguard.Mode;
import io.preflightguard.PreflightReport;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.config.OnSkew;
import io.preflightguard.config.Repair;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.spark.skew.KeySpreader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The remedies that touch only this write, gathered from a report and applied to its frame and options. */
final class Repairs {

    private final HudiWrite write;
    private final List<AppliedRemedy> applied = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, String> sessionConf = new HashMap<>();
    private Remedy.@Nullable SpreadKeys spread;

    private Repairs(HudiWrite write) {
        this.write = write;
    }

    private static Repairs none() {
        return new Repairs(new HudiWrite(Map.of(), Map.of()));
    }

    /** What the configuration asks for: every remedy, those against skew, or none. */
    static Repairs of(PreflightReport report, HudiWrite write, GuardConfig config) {
        if (config.mode() == Mode.OFF) {
            return none();
        }
        if (config.repair() == Repair.APPLY) {
            return of(report, write, remedy -> true);
        }
        return config.onSkew() == OnSkew.SALT
                ? of(report, write, remedy -> remedy instanceof Remedy.SpreadKeys)
                : none();
    }

    /** The first wanted remedy that can be applied here, for each finding that asks for something. */
    private static Repairs of(PreflightReport report, HudiWrite write, Predicate<Remedy> wanted) {
        Repairs repairs = new Repairs(write);
        for (Finding finding : report.findings()) {
            if (finding.severity() != Severity.INFO) {
                for (Remedy remedy : finding.remedies()) {
                    if (wanted.test(remedy) && repairs.accept(remedy)) {
                        repairs.applied.add(new AppliedRemedy(finding, remedy));
                        if (remedy instanceof Remedy.SpreadKeys) {
                            // The rows arrive arranged; Hudi must write them as they come.
                            Remedy.SetWriteOption asTheyCome =
                                    new Remedy.SetWriteOption(HudiWrite.SORT_MODE, write.sortModeForArrangedRows());
                            repairs.accept(asTheyCome);
                            repairs.applied.add(new AppliedRemedy(finding, asTheyCome));
                        }
                        break;
                    }
                }
            }
        }
        return repairs;
    }

    private boolean accept(Remedy remedy) {
        if (remedy instanceof Remedy.SetWriteOption option) {
            if (spread != null && option.key().equals(write.parallelismOption())) {
                return false; // the spread has fixed how many tasks there are
            }
            options.put(option.key(), option.value());
            return true;
        }
        if (remedy instanceof Remedy.SetSessionConf conf) {
            sessionConf.put(conf.key(), conf.value());
            return true;
        }
        if (remedy instanceof Remedy.SpreadKeys keys
                && (spread == null || spread.equals(keys)) // several findings may ask for the same
                && !write.recordKeys().isEmpty()) {
            spread = keys;
            return true;
        }
        return false;
    }

    List<AppliedRemedy> applied() {
        return applied;
    }

    Map<String, String> options() {
        return options;
    }

    Map<String, String> sessionConf() {
        return sessionConf;
    }

    Dataset<Row> frame(Dataset<Row> frame) {
        if (spread == null) {
            return frame;
        }
        Column identity = RowsAsWritten.recordKey(write);
        return KeySpreader.spread(frame, spread, RowsAsWritten.path(write), identity);
    }
}
