package io.preflightguard.spark.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;

/**
 * Carries a task's result to the driver as bytes, so that the user's serializer, registrator and {@code
 * spark.kryo.registrationRequired} need to know none of our classes.
 */
final class Wire {

    private Wire() {}

    static byte[] write(Object value) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(value);
            objects.flush();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("A sample could not be serialized", impossible);
        }
    }

    static <T> T read(Class<T> type, byte[] bytes) {
        try (ObjectInputStream objects = new OwnClasses(bytes)) {
            return type.cast(objects.readObject());
        } catch (IOException | ClassNotFoundException impossible) {
            throw new IllegalStateException("A sample could not be read back", impossible);
        }
    }

    /** Resolves our classes by our own loader: on a cluster that is not the thread's or the JVM's. */
    private static final class OwnClasses extends ObjectInputStream {
        OwnClasses(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, Wire.class.getClassLoader());
            } catch (ClassNotFoundException primitive) {
                return super.resolveClass(description);
            }
        }
    }
}
