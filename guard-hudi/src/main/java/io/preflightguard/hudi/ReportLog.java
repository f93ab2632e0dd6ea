package io.preflightguard.hudi;

import io.preflightguard.AppliedRemedy;
import io.preflightguard.Finding;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.Severity;
import io.preflightguard.Verdict;
import io.preflightguard.report.TextReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a report in the log: the headline, one line a finding that can be searched for, and the whole once. */
final class ReportLog {

    private static final Logger LOG = LoggerFactory.getLogger(HudiPreflight.class);

    private ReportLog() {}

    static void log(PreflightReport report) {
        boolean good = report.verdict() == Verdict.PASSED || report.verdict() == Verdict.OFF;
        if (report.blocked()) {
            LOG.error(report.headline());
        } else if (good) {
            LOG.info(report.headline());
        } else {
            LOG.warn(report.headline());
        }
        for (Finding finding : report.findings()) {
            if (finding.severity() != Severity.INFO) {
                LOG.warn("{}", finding.line());
            }
        }
        LOG.info("The whole preflight report:\n{}", TextReport.of(report));
    }

    /** What was predicted beside what the write did: one line, one a prediction that missed, and the whole. */
    static void written(PreflightReport report, PredictionReview review) {
        LOG.info("{} is written: {}", report.table(), review.summary());
        for (Finding finding : review.findings()) {
            if (finding.severity() != Severity.INFO) {
                LOG.warn("{}", finding.line());
            }
        }
        LOG.info("The whole report, with what the write did:\n{}", TextReport.of(report));
    }

    static void dryRun(PreflightReport report, List<AppliedRemedy> wouldApply) {
        log(report);
        for (AppliedRemedy remedy : wouldApply) {
            LOG.warn("Dry run: would {}", remedy.remedy().describe());
        }
        LOG.warn("Dry run: {} was not written", report.table());
    }
}
