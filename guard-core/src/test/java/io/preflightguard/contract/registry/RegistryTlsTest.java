package io.preflightguard.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.preflightguard.contract.History;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

    private static final String PASSWORD = "s3cret";

    @TempDir
    static Path folder;

    @BeforeAll
    static void keysOfAServerAndAClient() throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        assumeTrue(Files.isExecutable(keytool), "this JVM has no keytool");
        for (String name : new String[] {"server", "client"}) {
            Process process = new ProcessBuilder(
                            keytool.toString(),
                            "-genkeypair",
                            "-alias",
                            name,
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "san=dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            folder.resolve(name + ".p12").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry(name, store(name + ".p12").getCertificate(name));
            try (OutputStream file = Files.newOutputStream(folder.resolve(name + "-trust.p12"))) {
                trust.store(file, PASSWORD.toCharArray());
            }
        }
    }

    @Test
    void aRegistryWithACertificateOfItsOwnIsTrustedIfStated() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            assertThat(load("https://localhost:" + registry.port(), trust())).isEqualTo("one");
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsAnErrorAtOnce() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            assertThatThrownBy(() -> load("https://localhost:" + registry.port(), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be reached over TLS: ")
                    .hasMessageContaining("check schema.registry.ssl.truststore.location")
                    .hasMessageNotContaining(" times");
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        try (FakeRegistry registry = registry(false)) {
            assertThatThrownBy(() -> load("https://127.0.0.1:" + registry.port(), trust()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be reached over TLS: ");
        }
    }

    @Test
    void aRegistryThatAsksForACertificateGetsIt() throws Exception {
        Map<String, String> settings = new HashMap<>(trust());
        settings.put("ssl.keystore.location", folder.resolve("client.p12").toString());
        settings.put("ssl.keystore.password", PASSWORD);
        try (FakeRegistry registry = registry(true)) {
            assertThat(load("https://localhost:" + registry.port(), settings)).isEqualTo("one");
            assertThatThrownBy(() -> load("https://localhost:" + registry.port(), trust()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("registry https://localhost:" + registry.port());
        }
    }

    @Test
    void aStoreThatCannotBeOpenedIsNamed() throws Exception {
        String location = "schema.registry.ssl.truststore.location";
        String store = folder.resolve("server-trust.p12").toString();
        Path empty = Files.createFile(folder.resolve("empty.jks"));

        assertThatThrownBy(() -> load("https://localhost:1", Map.of(location, folder + "/none.jks")))
                .isInstanceOf(IOException.class)
                .hasMessage(location + ": file " + folder + "/none.jks does not exist");
        assertThatThrownBy(() -> load(
                        "https://localhost:1",
                        Map.of(location, store, "schema.registry.ssl.truststore.password", "wr0ng")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(location + ": file " + store + " cannot be opened as JKS: ")
                .hasMessageEndingWith(
                        "; check schema.registry.ssl.truststore.password and schema.registry.ssl.truststore.type")
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> load("https://localhost:1", Map.of(location, store)))
                .hasMessageContaining("cannot be opened as JKS: ");
        assertThatThrownBy(() -> load("https://localhost:1", Map.of(location, empty.toString())))
                .hasMessageContaining("cannot be opened as JKS: ");
        assertThatThrownBy(() -> load(
                        "https://localhost:1", Map.of(location, store, "schema.registry.ssl.truststore.type", "NONE")))
                .hasMessage("schema.registry.ssl.truststore.type=NONE is not known to this JVM; state PKCS12 or JKS");
        assertThatThrownBy(() -> load(
                        "https://localhost:1", Map.of(location, store, "schema.registry.ssl.truststore.type", "PEM")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type=PEM is not supported here");
    }

    private static Map<String, String> trust() {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                folder.resolve("server-trust.p12").toString(),
                "schema.registry.ssl.truststore.password",
                PASSWORD,
                "schema.registry.ssl.truststore.type",
                "PKCS12");
    }

    private static String load(String url, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", url);
        all.put("max.retries", "1");
        return RegistryContracts.subject(RegistryConfig.of(all), "s")
                .source()
                .load(History.ALL)
                .latest()
                .schema();
    }

    private static FakeRegistry registry(boolean asksForACertificate) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("server.p12"), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("client-trust.p12"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(asksForACertificate);
                parameters.setSSLParameters(tls);
            }
        });
        return new FakeRegistry(server).subject("s", "one");
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve(name))) {
            store.load(file, PASSWORD.toCharArray());
        }
        return store;
    }
}
