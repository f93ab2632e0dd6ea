package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.table.HudiTable;
import org.junit.jupiter.api.Test;

class HudiLineTest {

    @Test
    void theTestsRunOnTheLineTheyAreMeantFor() {
        assertThat(TestHudi.session().version()).isEqualTo(System.getProperty("guard.test.expected-spark", "3.5.4"));
        assertThat(HudiTable.hudiVersion()).isEqualTo(System.getProperty("guard.test.expected-hudi", "0.15.0"));
    }
}
