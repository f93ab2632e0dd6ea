package io.preflightguard.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.AppliedRemedy;
import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Mode;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.TestReports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dgolden.update=true} in guard-core to write the golden files anew; then read what changed. */
class ReportWritersTest {

    @Test
    void textOfEveryKindOfOutcome() throws IOException {
        assertMatchesGolden("full.txt", TextReport.of(TestReports.full()));
    }

    @Test
    void jsonOfEveryKindOfOutcome() throws IOException {
        assertMatchesGolden("full.json", JsonReport.of(TestReports.full()));
    }

    @Test
    void textOfARepairedWrite() throws IOException {
        assertMatchesGolden("repaired.txt", TextReport.of(repaired()));
    }

    @Test
    void jsonOfARepairedWrite() throws IOException {
        assertMatchesGolden("repaired.json", JsonReport.of(repaired()));
    }

    @Test
    void textOfAWriteThatWasMeasured() throws IOException {
        assertMatchesGolden("measured.txt", TextReport.of(measured()));
    }

    @Test
    void jsonOfAWriteThatWasMeasured() throws IOException {
        assertMatchesGolden("measured.json", JsonReport.of(measured()));
    }

    @Test
    void equalReportsGiveEqualText() {
        assertThat(TextReport.of(TestReports.full())).isEqualTo(TextReport.of(TestReports.full()));
        assertThat(JsonReport.of(TestReports.full())).isEqualTo(JsonReport.of(TestReports.full()));
    }

    @Test
    void jsonIsOneLine() {
        assertThat(JsonReport.of(TestReports.full())).doesNotContain("\n");
    }

    private static PreflightReport repaired() {
        Finding skew = TestReports.skew();
        return TestReports.report(
                        Mode.ENFORCE,
                        new CheckResult("input: columns", new Outcome.Passed("6 columns", List.of())),
                        new CheckResult("skew", new Outcome.Violated(List.of(skew))))
                .withApplied(List.of(new AppliedRemedy(skew, skew.remedies().get(0))));
    }

    private static PreflightReport measured() {
        return TestReports.report(
                        Mode.ENFORCE, new CheckResult("input: columns", new Outcome.Passed("6 columns", List.of())))
                .withReview(TestReports.review());
    }

    private static void assertMatchesGolden(String name, String actual) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources/golden", name), actual, StandardCharsets.UTF_8);
        }
        try (InputStream golden = ReportWritersTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(golden).as("golden file %s", name).isNotNull();
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
