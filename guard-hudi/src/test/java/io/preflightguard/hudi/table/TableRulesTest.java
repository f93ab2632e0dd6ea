package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.schema.TableSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands at the path, against what the write does to it. */
class TableRulesTest {

    private static final String PATH = "s3://lake/orders";
    private static final TableState EMPTY_SETTINGS =
            new TableState.Damaged(".hoodie/hoodie.properties", "lacks hoodie.table.name, so it is not whole");
    private static final TableState TOO_NEW = new TableState.Unsupported(99, 0, 6);
    private static final TableState TOO_OLD = new TableState.Unsupported(5, 6, 8);

    @Test
    void whatCannotBeOpenedStopsAWriteThatBuildsOnIt() {
        assertThat(finding(EMPTY_SETTINGS))
                .startsWith("FAIL [TABLE_DAMAGED] " + PATH
                        + ": .hoodie/hoodie.properties lacks hoodie.table.name, so it is not whole");
        assertThat(finding(TOO_NEW))
                .startsWith("FAIL [TABLE_VERSION_UNSUPPORTED] " + PATH
                        + ": has table version 99; the running Hudi opens up to 6 ")
                .contains("the Hudi that wrote the table, or a newer one");
        assertThat(finding(TOO_OLD))
                .startsWith("FAIL [TABLE_VERSION_UNSUPPORTED] " + PATH
                        + ": has table version 5; the running Hudi opens none before 6 ")
                .contains("upgrade the table to version 6 first");
    }

    @Test
    void whatCannotBeOpenedStopsNoWriteThatReplacesOrLeavesIt() {
        for (TableState state : List.of(EMPTY_SETTINGS, TOO_NEW, TOO_OLD)) {
            assertThat(judge(state, WriteEffect.REPLACES))
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                            .isEqualTo("this write replaces the table"));
            assertThat(judge(state, WriteEffect.NONE))
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                            .contains("SaveMode.Ignore and SaveMode.ErrorIfExists write nothing"));
        }
    }

    @ParameterizedTest
    @EnumSource(WriteEffect.class)
    void filesOfAnotherKindStopEveryWriteAndNothingStopsNone(WriteEffect effect) {
        assertThat(judge(new TableState.NotHudi(), effect).findings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("TABLE_NOT_HUDI");
        assertThat(judge(new TableState.Absent(), effect)).isInstanceOf(Outcome.Skipped.class);
        assertThat(judge(new TableState.WithoutSchema(Map.of()), effect)).isInstanceOf(Outcome.Skipped.class);
    }

    private static String finding(TableState state) {
        List<Finding> findings = judge(state, WriteEffect.ADDS).findings();
        assertThat(findings).hasSize(1);
        return findings.get(0).line();
    }

    private static Outcome judge(TableState state, WriteEffect effect) {
        return TableRules.judge(state, new TableSchema(List.of()), PATH, effect).outcome();
    }
}
