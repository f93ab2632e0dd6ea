package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.files;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.guarded;
import static io.preflightguard.hudi.options.OptionTables.isBeforeOne;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.repaired;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.timeline;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options for several writers, half set. The other writer is a commit that is still under way. */
@Tag("long")
class ConcurrencyTest {

    private static final String MODE = "hoodie.write.concurrency.mode";
    private static final String PROVIDER = "hoodie.write.lock.provider";
    private static final String FILES = "org.apache.hudi.client.transaction.lock.FileSystemBasedLockProvider";
    private static final String OPTIMISTIC = "optimistic_concurrency_control";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void createTheTable() throws IOException {
        table = folder.resolve("orders");
        write(table, rows("('1','A',1,'a')"), options("upsert"));
        write(table, rows("('2','A',1,'a')"), options("upsert"));
        List<String> commits = files(timeline(table), ".commit");
        String last = commits.get(commits.size() - 1);
        Files.delete(timeline(table).resolve(last));
        Path heartbeats = Files.createDirectories(table.resolve(".hoodie/.heartbeat"));
        Files.createFile(heartbeats.resolve(last.replaceFirst("[_.].*", ""))); // it is alive
    }

    @Test
    void aLockWithoutTheModeRollsBackTheOtherWriterUnlessRefusedOrRepaired() {
        Map<String, String> options = options("upsert", PROVIDER, FILES);

        assertThat(findings(guarded(table, rows("('3','A',1,'a')"), options)))
                .containsExactly("FAIL LOCK_WITHOUT_CONCURRENCY_MODE " + MODE);
        repaired(table, rows("('3','A',1,'a')"), options);
        assertThat(files(timeline(table), ".rollback")).as("repaired").isEmpty();

        write(table, rows("('4','A',1,'a')"), options);
        assertThat(files(timeline(table), ".rollback")).as("without the guard").isNotEmpty();
    }

    @Test
    void theModeWithoutALockFailsUnlessRefusedBefore() {
        Map<String, String> options = options(
                "upsert",
                MODE,
                OPTIMISTIC,
                "hoodie.write.lock.client.num_retries",
                "1",
                "hoodie.write.lock.num_retries",
                "1");

        assertThat(findings(guarded(table, rows("('3','A',1,'a')"), options)))
                .containsExactly("FAIL CONCURRENCY_MODE_WITHOUT_LOCK " + PROVIDER);
        assertThatThrownBy(() -> write(table, rows("('3','A',1,'a')"), options))
                .as("without the guard")
                .isInstanceOf(Exception.class);
    }

    /** Before 1.0 Zookeeper's lock is the default, so its address completes the mode. */
    @Test
    void zookeepersAddressIsEnoughForAHudiThatLocksByItUnlessTold() {
        Map<String, String> options = options("upsert", MODE, OPTIMISTIC, "hoodie.write.lock.zookeeper.url", "zk");

        assertThat(findings(check(table, rows("('3','A',1,'a')"), options)).isEmpty())
                .isEqualTo(isBeforeOne());
    }

    @Test
    void aLockOfOneProcessIsWarnedOf() {
        Map<String, String> options = options(
                "upsert", MODE, OPTIMISTIC, PROVIDER, "org.apache.hudi.client.transaction.lock.InProcessLockProvider");

        assertThat(findings(check(table, rows("('3','A',1,'a')"), options)))
                .containsExactly("WARN LOCK_OF_ONE_PROCESS " + PROVIDER);
    }

    @Test
    void theGuardStaysQuietWhereModeAndLockGoTogether() {
        Map<String, String> options = options("upsert", MODE, OPTIMISTIC, PROVIDER, FILES);

        assertThat(findings(guarded(table, rows("('3','A',1,'a')"), options))).isEmpty();
        assertThat(files(timeline(table), ".rollback")).isEmpty();
        assertThat(findings(check(table, rows("('3','A',1,'a')"), options("upsert"))))
                .isEmpty();
    }
}
