package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.evolution.HudiTarget;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaLint;
import java.util.List;
import java.util.Set;

/**
 * Judges what a contract promises that the running Hudi does not keep. Only what depends on the version of Hudi: what
 * else may be wrong with a contract is for CI to say, and what the input itself holds is judged as it is.
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
        List<Finding> findings = SchemaLint.judge(contract, target).stream()
                .filter(finding -> OF_THE_VERSION.contains(finding.rule()))
                .map(finding -> finding(finding, hudiVersion))
                .toList();
        return new CheckResult(check, Outcome.of("the contract's timestamps on Hudi " + hudiVersion, findings));
    }

    private static Finding finding(SchemaFinding finding, String hudiVersion) {
        return new Finding(
                finding.rule(),
                finding.severity(),
                finding.path(),
                finding.message(),
                new Described(finding.after()),
                new Limit(new Described("a timestamp in microseconds"), "Hudi " + hudiVersion),
                finding.suggestion() + ".",
                List.of());
    }
}
