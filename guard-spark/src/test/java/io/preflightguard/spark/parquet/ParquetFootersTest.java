package io.preflightguard.spark.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFootersTest {

    @TempDir
    Path folder;

    /** What cannot be read goes into the report, where partition values may be private. */
    @Test
    void aBrokenFileIsNamedWithoutItsFolders() throws Exception {
        Path tenant = Files.createDirectory(folder.resolve("tenant=acme corp"));
        Path broken = Files.writeString(tenant.resolve("part-0.parquet"), "no Parquet file");
        Path missing = tenant.resolve("part-1.parquet");

        for (Path file : new Path[] {broken, missing}) {
            assertThatThrownBy(
                            () -> ParquetFooters.read(new String[] {file.toUri().toString()}, new Configuration(), 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("the Parquet footer of " + file.getFileName()
                            + " cannot be read \\(\\w+Exception\\); the log has its path");
        }
    }
}
