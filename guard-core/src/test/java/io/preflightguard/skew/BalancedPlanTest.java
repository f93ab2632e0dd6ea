package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BalancedPlanTest {

    @Test
    void aHotKeyIsCutAndTheOthersStayWhole() {
        BalancedPlan plan = BalancedPlan.of(
                Profiles.exact(List.of(
                        new KeyCount("acme", 1, 60, 60),
                        new KeyCount(null, 42, 20, 20),
                        new KeyCount("bolt", 3, 10, 10),
                        new KeyCount("core", 4, 10, 10))),
                10);

        assertThat(plan.slots().get(1)).hasSize(6);
        assertThat(plan.slots().get(42)).as("NULL").hasSize(2);
        assertThat(plan.slots().get(3)).hasSize(1);
        assertThat(plan.slots().values().stream().flatMap(List::stream))
                .hasSize(10)
                .doesNotHaveDuplicates();
        assertThat(plan.largestToMean().value()).isEqualTo(1);
        assertThat(plan.cutKeys()).isEqualTo(2);
    }

    @Test
    void twoKeysOfOneHashArePlacedTogether() {
        BalancedPlan plan = BalancedPlan.of(
                Profiles.exact(List.of(new KeyCount("acme", 1, 50, 50), new KeyCount("bolt", 1, 50, 50))), 4);

        assertThat(plan.slots().get(1)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void isEvenForManyKeysOfAnySize() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<KeyCount> keys = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long rows = (long) (1000 / Math.pow(i + 1, random.nextDouble(0, 2))) + 1;
                keys.add(new KeyCount("k" + i, random.nextInt(), rows, rows));
            }
            int partitions = random.nextInt(2, 40);

            BalancedPlan plan = BalancedPlan.of(Profiles.exact(keys), partitions);

            assertThat(plan.largestToMean().value()).as("seed %s", seed).isBetween(1 - 1e-9, 4 / 3.0);
            plan.slots()
                    .values()
                    .forEach(slots -> assertThat(slots).doesNotHaveDuplicates().allMatch(slot -> slot < partitions));
        }
    }
}
