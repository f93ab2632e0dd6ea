package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.TestHudi;
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

/** Two copies of one writing task, on two hosts, write its rows once. */
@Tag("long")
class SpeculationTest {

    private static final Pattern WON = Pattern.compile("won=(\\d+)");

    @TempDir
    Path folder;

    @TempDir
    Path cluster;

    @Test
    void aCopyOfAStuckTaskWritesItsRowsOnce() throws Exception {
        String table = folder.resolve("table").toString();

        int won = run(table);

        assertThat(won)
                .as("copies that ended before the task they were made of")
                .isPositive();
        Dataset<Row> written = TestHudi.session().read().format("hudi").load(table);
        Dataset<Row> given = TestHudi.session()
                .range(0, RepeatedTasksJob.ROWS, 1, 2)
                .selectExpr("cast(id as string) id", "if(id % 10 > 0, 'hot', concat('p', id % 70)) p", "id as ts");
        assertThat(fingerprint(written)).isEqualTo(fingerprint(given));
    }

    private static Row fingerprint(Dataset<Row> rows) {
        return rows.selectExpr("count(*)", "sum(cast(xxhash64(id, p, ts) as decimal(38,0)))")
                .collectAsList()
                .get(0);
    }

    private int run(String table) throws Exception {
        try (TestCluster workers = new TestCluster(cluster)) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(TestCluster.javaOptions());
            command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(
                    SpeculationJob.class.getName(),
                    workers.master(),
                    table,
                    String.join(" ", TestCluster.javaOptions())));
            Process driver =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                String output = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                driver.waitFor();
                Matcher won = WON.matcher(output);
                assertThat(won.find()).as(output + workers.logs()).isTrue();
                return Integer.parseInt(won.group(1));
            } finally {
                driver.destroyForcibly();
            }
        }
    }
}
