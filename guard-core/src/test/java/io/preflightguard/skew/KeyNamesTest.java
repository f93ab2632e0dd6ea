package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.preflightguard.AppliedRemedy;
import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Mode;
import io.preflightguard.PreflightReport;
import io.preflightguard.TestReports;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.report.JsonReport;
import io.preflightguard.report.TextReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a report gives away of key values. */
class KeyNamesTest {

    private static final String TENANT = "acme-corp-4711";
    private static final String SECRET = "s3cr3t-word";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, PARTITION_PATH, tenant=acme-corp-4711",
                "-, KEY_COLUMN, tenant=<hidden key 1>",
                "show, KEY_COLUMN, tenant=acme-corp-4711",
                "show-partition-paths, RECORD_KEY, tenant=<hidden key 1>",
                "hide, PARTITION_PATH, tenant=<hidden key 1>",
                "hash, PARTITION_PATH, tenant=<hash 24a3ba197d59>",
                "hash, KEY_COLUMN, tenant=<hash 24a3ba197d59>"
            })
    void aKeyIsNamedAsConfigured(String keys, KeyRole role, String name) {
        assertThat(findings(role, keys, true)).extracting(Finding::subject).contains(name);
    }

    @Test
    void withoutASecretTheDigestIsTheSameForEverybody() {
        assertThat(findings(KeyRole.KEY_COLUMN, "hash", false))
                .extracting(Finding::subject)
                .contains("tenant=<hash b8330c0b2c66>");
    }

    @Test
    void aHiveStylePathHasTheDigestOfItsValue() {
        List<KeyShare> top = profile(KeyRole.PARTITION_PATH, "tenant=" + TENANT).top();

        assertThat(KeyNames.name(
                        profile(KeyRole.PARTITION_PATH, "tenant=" + TENANT), top.get(0), config("hash", false)))
                .isEqualTo("tenant=<hash b8330c0b2c66>");
    }

    @ParameterizedTest
    @CsvSource({"hash, PARTITION_PATH", "hide, PARTITION_PATH", "hash, KEY_COLUMN", "hide, RECORD_KEY"})
    void noPathOutLeaksAValueOrTheSecret(String keys, KeyRole role) {
        CheckResult single = single(role, keys, true);
        CheckResult join = join(role, keys);
        List<AppliedRemedy> applied = new ArrayList<>();
        for (Finding finding : single.outcome().findings()) {
            finding.remedies().forEach(remedy -> applied.add(new AppliedRemedy(finding, remedy)));
        }
        PreflightReport report = TestReports.report(Mode.ENFORCE, single, join);
        PreflightReport repaired = report.withApplied(applied);

        assertThat(report.blocked()).isTrue();
        assertThat(List.of(
                        TextReport.of(report),
                        TextReport.of(repaired),
                        JsonReport.of(report),
                        JsonReport.of(repaired),
                        String.valueOf(catchThrowable(report::throwIfBlocked).getMessage()),
                        report.headline(),
                        report.findings().toString(),
                        report.results().toString(),
                        applied.toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain(TENANT, SECRET));
    }

    private static List<Finding> findings(KeyRole role, String keys, boolean withSecret) {
        return single(role, keys, withSecret).outcome().findings();
    }

    private static CheckResult single(KeyRole role, String keys, boolean withSecret) {
        return SkewRules.judge(
                profile(role),
                new KeyedShuffle(20, true, "test", ShuffleConsumer.HOLDS_TASK, true),
                Estimate.exact(10e9, Unit.BYTES),
                new TaskResources(1L << 30, 4),
                config(keys, withSecret));
    }

    private static CheckResult join(KeyRole role, String keys) {
        JoinedRows side =
                new JoinedRows(profile(role), Estimate.exact(1e6, Unit.COUNT), null, true, ShuffleConsumer.SPILLS);
        return JoinSkewRules.judge(new KeyedJoin(side, side, 20, false, true), null, config(keys, true));
    }

    private static GuardConfig config(String keys, boolean withSecret) {
        Map<String, String> secret = withSecret ? Map.of("spark.guard.report.hash-key", SECRET) : Map.of();
        return GuardConfig.of(secret, keys == null ? Map.of() : Map.of("spark.guard.report.keys", keys));
    }

    private static KeyProfile profile(KeyRole role) {
        return profile(role, TENANT);
    }

    private static KeyProfile profile(KeyRole role, String key) {
        return KeyProfile.of(
                new KeySample(role, "tenant", List.of(split(100_000, 0, 10, count(key, 80_000, 80_000))), 1, false),
                0.95);
    }
}
