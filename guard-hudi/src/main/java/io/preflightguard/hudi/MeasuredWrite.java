package io.preflightguard.hudi;

import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.config.RuleSettings;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.actuals.Circumstances;
import io.preflightguard.sizing.actuals.PredictionRules;
import io.preflightguard.sizing.actuals.WriteActuals;
import io.preflightguard.spark.metrics.GuardMetrics;
import io.preflightguard.spark.sizing.ShuffleActuals;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a write and holds what it did against what was predicted of it. Only the write itself can fail here. */
final class MeasuredWrite {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredWrite.class);

    private final Checked checked;
    private final PreflightReport report;
    private final Dataset<Row> frame;

    /**
     * @param report the report with what was repaired
     * @param frame the rows as they were checked, before any repair
     */
    MeasuredWrite(Checked checked, PreflightReport report, Dataset<Row> frame) {
        this.checked = checked;
        this.report = report;
        this.frame = frame;
    }

    /** The report, with what the write did. */
    PreflightReport run(Runnable write) {
        // Asked before: the write may fill a cache that hides it.
        boolean ofInput = ShuffleActuals.mayInclude(frame);
        boolean unpredicted = ofInput || !checked.write().inlineServices().isEmpty();
        try (ShuffleActuals listening = ShuffleActuals.listen(frame.sparkSession())) {
            write.run();
            return reviewed(listening.take(), unpredicted);
        }
    }

    private PreflightReport reviewed(Optional<WriteActuals> actuals, boolean unpredicted) {
        try {
            return actuals.map(facts ->
                            PredictionRules.review(report.results(), facts, circumstances(unpredicted), settings()))
                    .map(this::told)
                    .orElse(report);
        } catch (Exception | LinkageError failed) {
            LOG.warn("{} is written, but what the guard predicted could not be compared", report.table(), failed);
            return report;
        }
    }

    private PreflightReport told(PredictionReview review) {
        GuardMetrics.measured(review);
        PreflightReport reviewed = report.withReview(review);
        ReportLog.written(reviewed, review);
        return reviewed;
    }

    private RuleSettings settings() {
        return checked.config().rules();
    }

    private Circumstances circumstances(boolean unpredicted) {
        HudiWrite write = checked.write();
        ShuffleShape shape = write.unknown() == null ? write.shape(1) : null;
        boolean once = shape != null && shape.isOneOfRows();
        return new Circumstances(!report.applied().isEmpty(), unpredicted, once);
    }
}
