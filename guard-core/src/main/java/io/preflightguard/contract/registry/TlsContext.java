package io.preflightguard.contract.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a connection trusts and as whom it appears, as the settings say. Immutable. Its text holds no secret. */
final class TlsContext {

    private static final String TRUST = "schema.registry.ssl.truststore.";
    private static final String KEYS = "schema.registry.ssl.keystore.";

    private final @Nullable Store trust;
    private final @Nullable Store keys;
    private final char @Nullable [] keyPassword;

    private TlsContext(@Nullable Store trust, @Nullable Store keys, char @Nullable [] keyPassword) {
        this.trust = trust;
        this.keys = keys;
        this.keyPassword = keyPassword;
    }

    static TlsContext of(Settings settings) {
        Store keys = Store.of(settings, KEYS);
        String keyPassword = settings.secret("schema.registry.ssl.key.password");
        return new TlsContext(
                Store.of(settings, TRUST),
                keys,
                keyPassword != null ? keyPassword.toCharArray() : keys == null ? null : keys.password());
    }

    /**
     * Opens the stores, or gives null where none is stated and the JVM's own context holds.
     *
     * @throws IOException if a store cannot be opened, naming its file and the key to look at
     */
    @Nullable
    SSLContext open() throws IOException {
        if (trust == null && keys == null) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    "TLS for the schema registry cannot be set up: " + unusable.getMessage()
                            + "; check schema.registry.ssl.key.password and the type of the stores",
                    unusable);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
        if (keys == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys.open(), keyPassword);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trustManagers() throws IOException, GeneralSecurityException {
        if (trust == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust.open());
        return factory.getTrustManagers();
    }

    private static final class Store {

        private final String key;
        private final String location;
        private final char @Nullable [] password;
        private final String type;

        private Store(String key, String location, @Nullable String password, String type) {
            this.key = key;
            this.location = location;
            this.password = password == null ? null : password.toCharArray();
            this.type = type;
        }

        static @Nullable Store of(Settings settings, String key) {
            String location = settings.text(key + "location");
            if (location == null) {
                if (settings.has(key + "password")) {
                    settings.problem(key + "password is stated without " + key + "location");
                }
                return null;
            }
            String type = settings.text(key + "type");
            if ("PEM".equalsIgnoreCase(type)) {
                settings.problem(
                        key + "type=PEM is not supported here; import the file into a PKCS12 store with keytool");
            }
            // Java opens PKCS12 under the name of JKS too.
            return new Store(key, location, settings.secret(key + "password"), type == null ? "JKS" : type);
        }

        char @Nullable [] password() {
            return password;
        }

        KeyStore open() throws IOException {
            KeyStore store;
            try {
                store = KeyStore.getInstance(type);
            } catch (KeyStoreException unknown) {
                throw new IOException(key + "type=" + type + " is not known to this JVM; state PKCS12 or JKS", unknown);
            }
            try (InputStream file = Files.newInputStream(Path.of(location))) {
                store.load(file, password);
                if (store.size() == 0) {
                    // What Java makes of a PKCS12 store without its password
                    throw new IOException("it holds no certificate that can be read");
                }
                return store;
            } catch (NoSuchFileException | InvalidPathException missing) {
                throw new IOException(key + "location: file " + location + " does not exist", missing);
            } catch (IOException | GeneralSecurityException unreadable) {
                throw new IOException(
                        key + "location: file " + location + " cannot be opened as " + type + ": "
                                + unreadable.getMessage() + "; check " + key + "password and " + key + "type",
                        unreadable);
            }
        }
    }
}
