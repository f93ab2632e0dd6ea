package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.TestHudi;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that run twice write the same rows: none comes twice, and none is lost. */
@Tag("long")
class RepeatedTasksTest {

    private static final Pattern RESULT = Pattern.compile("rerun=(\\d+) failed=(\\d+)");

    @TempDir
    Path folder;

    @Test
    void aRetriedStageWritesTheSameRows() throws Exception {
        Matcher result = run(RepeatedTasksJob.Trouble.LOST_FILES);

        assertThat(Integer.parseInt(result.group(1)))
                .as("map tasks that ran again")
                .isPositive();
        assertThat(fingerprint(written())).isEqualTo(fingerprint(given()));
    }

    /** Shows that the test above can fail. */
    @Test
    void withARandomSaltARetriedStageWritesOtherRows() throws Exception {
        Matcher result = run(RepeatedTasksJob.Trouble.LOST_FILES_WITH_RANDOM_SALT);

        assertThat(Integer.parseInt(result.group(1)))
                .as("map tasks that ran again")
                .isPositive();
        assertThat(written().select("id").distinct().count()).isLessThan(RepeatedTasksJob.ROWS);
    }

    @Test
    void tasksThatFailAmidTheirRowsLeaveNothingBehind() throws Exception {
        Matcher result = run(RepeatedTasksJob.Trouble.FAILED_TASKS);

        assertThat(Integer.parseInt(result.group(2))).as("tasks that failed").isGreaterThan(2);
        assertThat(fingerprint(written())).isEqualTo(fingerprint(given()));
    }

    private Dataset<Row> written() {
        return TestHudi.session()
                .read()
                .format("hudi")
                .load(folder.resolve("table").toString());
    }

    private static Dataset<Row> given() {
        return TestHudi.session()
                .range(0, RepeatedTasksJob.ROWS, 1, 2)
                .selectExpr("cast(id as string) id", "if(id % 10 > 0, 'hot', concat('p', id % 70)) p", "id as ts");
    }

    private static Row fingerprint(Dataset<Row> rows) {
        return rows.selectExpr("count(*)", "sum(cast(xxhash64(id, p, ts) as decimal(38,0)))")
                .collectAsList()
                .get(0);
    }

    private Matcher run(RepeatedTasksJob.Trouble trouble) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                RepeatedTasksJob.class.getName(),
                trouble.name(),
                folder.resolve("table").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            Matcher found = RESULT.matcher(output);
            assertThat(found.find()).as(output).isTrue();
            return found;
        } finally {
            process.destroyForcibly();
        }
    }
}
