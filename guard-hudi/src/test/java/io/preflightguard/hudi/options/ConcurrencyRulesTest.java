package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.PlainWrites.BEFORE_ONE;
import static io.preflightguard.hudi.options.PlainWrites.LINES;
import static io.preflightguard.hudi.options.PlainWrites.ONE;
import static io.preflightguard.hudi.options.PlainWrites.findings;
import static io.preflightguard.hudi.options.PlainWrites.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options for several writers are half set; {@link ConcurrencyTest} shows on real tables what that does. */
class ConcurrencyRulesTest {

    private static final String MODE = "hoodie.write.concurrency.mode";
    private static final String PROVIDER = "hoodie.write.lock.provider";
    private static final String FILES = "org.apache.hudi.client.transaction.lock.FileSystemBasedLockProvider";
    private static final String IN_PROCESS = "org.apache.hudi.client.transaction.lock.InProcessLockProvider";
    private static final String OPTIMISTIC = "optimistic_concurrency_control";

    @ParameterizedTest
    @ValueSource(strings = {"", "single_writer", "SINGLE_WRITER"})
    void aLockWithoutTheModeIsRefusedAndRepaired(String mode) {
        for (HudiLine hudi : LINES) {
            CheckResult result = ConcurrencyRules.judge(of(hudi, "upsert", MODE, mode, PROVIDER, FILES));

            assertThat(findings(result))
                    .as(hudi.version())
                    .containsExactly("FAIL LOCK_WITHOUT_CONCURRENCY_MODE " + MODE);
            assertThat(result.outcome().findings().get(0).remedies())
                    .containsExactly(new Remedy.SetWriteOption(MODE, OPTIMISTIC));
        }
    }

    @Test
    void theModeWithoutALockIsRefused() {
        for (HudiLine hudi : LINES) {
            assertThat(findings(ConcurrencyRules.judge(of(hudi, "upsert", MODE, OPTIMISTIC))))
                    .as(hudi.version())
                    .containsExactly("FAIL CONCURRENCY_MODE_WITHOUT_LOCK " + PROVIDER);
        }
    }

    @Test
    void zookeepersAddressIsEnoughForAHudiThatLocksByItUnlessTold() {
        String[] options = {MODE, OPTIMISTIC, "hoodie.write.lock.zookeeper.url", "zk"};

        assertThat(ConcurrencyRules.judge(of(BEFORE_ONE, "upsert", options)).outcome())
                .isInstanceOf(Outcome.Passed.class);
        assertThat(findings(ConcurrencyRules.judge(of(ONE, "upsert", options))))
                .containsExactly("FAIL CONCURRENCY_MODE_WITHOUT_LOCK " + PROVIDER);
    }

    @Test
    void aLockOfOneProcessIsWarnedOfWhereOtherWritersAreExpected() {
        for (HudiLine hudi : LINES) {
            assertThat(findings(ConcurrencyRules.judge(of(hudi, "upsert", MODE, OPTIMISTIC, PROVIDER, IN_PROCESS))))
                    .containsExactly("WARN LOCK_OF_ONE_PROCESS " + PROVIDER);
            assertThat(ConcurrencyRules.judge(of(hudi, "upsert", PROVIDER, IN_PROCESS))
                            .outcome())
                    .isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void theGuardStaysQuietWhereModeAndLockGoTogetherOrNeitherIsSet() {
        for (HudiLine hudi : LINES) {
            assertThat(ConcurrencyRules.judge(of(hudi, "upsert", MODE, OPTIMISTIC, PROVIDER, FILES))
                            .outcome())
                    .isInstanceOf(Outcome.Passed.class);
            assertThat(ConcurrencyRules.judge(of(hudi, "upsert")).outcome()).isInstanceOf(Outcome.Skipped.class);
        }
    }
}
