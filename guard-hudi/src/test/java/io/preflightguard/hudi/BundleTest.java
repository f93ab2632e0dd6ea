package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the one jar a user puts on the cluster. Runs where the tests run against it: in glue-5.1-tests. */
class BundleTest {

    @Test
    void theBundleIsSmallAndHoldsOnlyOurOwn() throws IOException, URISyntaxException {
        File jar = new File(HudiPreflight.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeThat(jar).as("the classes come from a jar here").isFile();

        assertThat(jar.length()).as("bytes of the bundle").isLessThan(2L << 20);
        try (JarFile bundle = new JarFile(jar)) {
            List<String> foreign = bundle.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.startsWith("io/preflightguard/"))
                    .toList();
            assertThat(foreign).isEmpty();
            assertThat(bundle.getEntry("io/preflightguard/PreflightReport.class"))
                    .isNotNull();
            assertThat(bundle.getEntry("io/preflightguard/spark/PreflightRun.class"))
                    .isNotNull();
        }
    }
}
