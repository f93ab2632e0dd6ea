package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.evolution.HudiTarget;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges what a contract promises that the running Hudi does not keep, and whether Avro takes it at all. What else may be
 * wrong with a contract is for CI to say, and what the input itself holds is judged as it is.
 */
final class ContractRules {

    private static final Set<Rule> OF_THE_VERSION = Set.of(
            RuleCatalog.LOCAL_TIMESTAMP_UNSUPPORTED,
            RuleCatalog.TIMESTAMP_MILLIS_ON_OLD_HUDI,
            RuleCatalog.TIMESTAMP_NANOS_AS_LONG);

    private ContractRules() {}

    static CheckResult onHudi(String check, DeclaredSchema contract, String hudiVersion) {
        HudiTarget target;
        try {
            target = HudiTarget.parse(hudiVersion);
        } catch (IllegalArgumentException unknown) {
            target = HudiTarget.OLDEST;
        }
        List<Finding> findings = new ArrayList<>();
        SchemaLint.judge(contract, target).stream()
                .filter(finding -> OF_THE_VERSION.contains(finding.rule()))
                .forEach(finding -> findings.add(
                        finding(finding, finding.severity(), "a timestamp in microseconds", "Hudi " + hudiVersion)));
        // The guard can read such a contract; what else in this job parses it with Avro may not.
        SchemaLint.invalidities(contract)
                .forEach(finding -> findings.add(finding(finding, Severity.WARN, "a schema that Avro takes", "Avro")));
        return new CheckResult(
                check, Outcome.of("the contract's names, defaults and timestamps, on Hudi " + hudiVersion, findings));
    }

    private static Finding finding(SchemaFinding finding, Severity severity, String expected, String source) {
        return new Finding(
                finding.rule(),
                severity,
                finding.path(),
                finding.message(),
                new Described(finding.after()),
                new Limit(new Described(expected), source),
                finding.suggestion() + ".",
                List.of());
    }
}
