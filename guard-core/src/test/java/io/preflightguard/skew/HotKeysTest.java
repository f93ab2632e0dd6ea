package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.config.GuardConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HotKeysTest {

    private final KeyProfile profile = Profiles.exact(Map.of("acme", 600L, "bolt", 300L, "core", 60L, "dash", 40L));

    @Test
    void aKeyThatATaskMayCarryIsNotHot() {
        HotKeys hot = HotKeys.of(profile, 10, 5);

        assertThat(hot.keys()).extracting(KeyShare::key).containsExactly("acme");
        assertThat(hot.hashes()).containsExactly("acme".hashCode());
        assertThat(hot.share().value()).isEqualTo(0.6);
        assertThat(HotKeys.of(profile, 8, 5).isEmpty()).isTrue();
    }

    @Test
    void saysWhatSpreadingThemChanges() {
        HotKeys hot = HotKeys.of(profile, 100, 5);

        assertThat(hot.keys()).hasSize(3);
        assertThat(hot.before().value()).isEqualTo(60);
        assertThat(hot.after().value())
                .as("dash whole, beside a hundredth of the rest")
                .isEqualTo(4 + 0.96);
    }

    @Test
    void showsNoValueUnlessAskedTo() {
        HotKeys hot = HotKeys.of(profile, 100, 2);

        assertThat(hot.describe(GuardConfig.defaults()))
                .contains("tenant=<hidden key 1> with 60.0 % of the rows")
                .endsWith("and 1 more")
                .doesNotContain("acme", "bolt", "core", "dash");
    }

    @Test
    void aNullKeyIsAKey() {
        HotKeys hot = HotKeys.of(
                Profiles.exact(List.of(new KeyCount(null, 42, 90, 90), new KeyCount("acme", 7, 10, 10))), 10, 5);

        assertThat(hot.hashes()).containsExactly(42);
        assertThat(hot.describe(GuardConfig.defaults())).startsWith("tenant=NULL");
    }
}
