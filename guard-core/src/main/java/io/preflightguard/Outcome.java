package io.preflightguard;

import java.util.List;
import java.util.Objects;

/** What became of one check. Immutable. */
public sealed interface Outcome {

    /**
     * The check examined something and found nothing above {@link Severity#INFO}.
     *
     * @param examined one line: what was looked at, so that a reader can judge what the pass is worth
     * @param notes findings of severity {@link Severity#INFO}, sorted
     */
    record Passed(String examined, List<Finding> notes) implements Outcome {
        public Passed {
            examined = Redaction.of(examined);
            if (examined.isBlank()) {
                throw new IllegalArgumentException("A check that examined nothing has not passed");
            }
            notes = notes.stream().sorted().toList();
            if (notes.stream().anyMatch(note -> note.severity() != Severity.INFO)) {
                throw new IllegalArgumentException("A passed check has no finding above INFO: got " + notes);
            }
        }
    }

    /**
     * At least one finding of severity {@link Severity#WARN} or {@link Severity#FAIL}.
     *
     * @param examined one line: what was looked at; may be empty where the findings say it all
     * @param findings all findings, sorted gravest first
     */
    record Violated(String examined, List<Finding> findings) implements Outcome {
        public Violated {
            examined = Redaction.of(examined);
            findings = findings.stream().sorted().toList();
            if (findings.isEmpty() || findings.get(0).severity() == Severity.INFO) {
                throw new IllegalArgumentException("A violated check has a finding above INFO: got " + findings);
            }
        }

        public Violated(List<Finding> findings) {
            this("", findings);
        }
    }

    /**
     * The check did not look, or not far enough to tell.
     *
     * @param reason why, as a class
     * @param explanation why, in one line
     * @param wayOut one line: what would make the check examine something
     */
    record Skipped(SkipReason reason, String explanation, String wayOut) implements Outcome {
        public Skipped {
            Objects.requireNonNull(reason, "reason");
            explanation = Redaction.of(explanation);
            Objects.requireNonNull(wayOut, "wayOut");
        }
    }

    /**
     * The check itself failed: nothing is known. The write goes on unless {@code spark.guard.on-error=block}.
     *
     * @param problem one line, without a stack trace; the trace is in the log
     * @param wayOut one line: what to do about it
     */
    record Errored(String problem, String wayOut) implements Outcome {
        public Errored {
            problem = Redaction.of(problem);
            Objects.requireNonNull(wayOut, "wayOut");
        }
    }

    /** Why a check was skipped. */
    enum SkipReason {
        /** There is nothing of the kind to examine: the table does not exist yet, the write has no such shuffle. */
        NOT_APPLICABLE(false),
        /** The user gave nothing to compare with. */
        NOT_CONFIGURED(false),
        /** Looking would cost too much or is not possible here. */
        NOT_POSSIBLE(true),
        /** What was seen is not enough to tell. */
        UNDECIDED(true),
        /** Nothing was found in what was looked at, which proves nothing; no check before the write could prove it. */
        NOT_PROVABLE(false),
        /** The time budget ran out first. */
        OUT_OF_TIME(true);

        private final boolean leavesDoubt;

        SkipReason(boolean leavesDoubt) {
            this.leavesDoubt = leavesDoubt;
        }

        /** Whether something that should have been examined was not. */
        public boolean leavesDoubt() {
            return leavesDoubt;
        }
    }

    /** {@link Violated} if any finding is above {@link Severity#INFO}, else {@link Passed} with the rest as notes. */
    static Outcome of(String examined, List<Finding> findings) {
        boolean violated = findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO);
        return violated ? new Violated(examined, findings) : new Passed(examined, findings);
    }

    /** Every finding of this outcome, of any severity. */
    default List<Finding> findings() {
        if (this instanceof Passed passed) {
            return passed.notes();
        }
        return this instanceof Violated violated ? violated.findings() : List.of();
    }
}
