package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan or its evidence ends up in logs, where no setting can hide a key's value. */
class PrivateKeysTest {

    private final KeyCount count = new KeyCount("acme", 17, 90, 90);
    private final KeySample sample =
            new KeySample(KeyRole.KEY_COLUMN, "tenant", List.of(new SplitCounts(100, 0, List.of(count), 0)), 1, false);
    private final KeyProfile profile = KeyProfile.of(sample, 0.95);

    @Test
    void noTextOfAnObjectHasTheKeysText() {
        SaltedKey salted = new SaltedKey(17, "acme", 90, 10, 2, 1, false, List.of(0, 1));
        HotKeys hot = HotKeys.of(profile, 4, 2);

        assertThat(hot.isEmpty()).isFalse();
        for (Object shown : List.of(
                count,
                sample,
                profile,
                profile.top(),
                hot,
                salted,
                new SaltPlan(List.of(salted), 4, false, false, 3, 1),
                new JoinSide(profile, 100, 1))) {
            assertThat(shown.toString()).contains("17").doesNotContain("acme");
        }
    }

    @Test
    void whatIsLeftTellsOneFromAnother() {
        assertThat(count).hasToString("KeyCount[hash=17, atLeast=90, atMost=90]");
        assertThat(profile.top().get(0).toString()).startsWith("KeyShare[hash=17, share=");
        assertThat(new SaltedKey(17, "acme", 90, 10, 2, 1, false, List.of(0, 1)))
                .hasToString("SaltedKey[hash=17, leftRows=90.0, rightRows=10.0, leftBuckets=2, rightBuckets=1,"
                        + " rightReduced=false, slots=[0, 1]]");
        assertThat(HotKeys.of(profile, 4, 2).toString())
                .startsWith("HotKeys[keys=[KeyShare[hash=17, share=")
                .endsWith("], partitions=4]");
    }
}
