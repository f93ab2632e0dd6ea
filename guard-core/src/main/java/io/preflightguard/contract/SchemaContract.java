package io.preflightguard.contract;

import java.io.IOException;

/**
 * Where a schema contract comes from. An implementation does the I/O when it is asked, not before. Implementations are
 * thread-safe.
 */
public interface SchemaContract {

    /** The name by which a report calls it; holds no secret. */
    String name();

    /**
     * The text of an Avro schema.
     *
     * @throws IOException with a message that names the contract and stands alone
     */
    String load() throws IOException;

    /** A contract in a file of this machine, in UTF-8. */
    static SchemaContract file(String path) {
        return new FileContract(path);
    }

    /** A contract whose text is at hand, called {@code name} in reports. */
    static SchemaContract text(String name, String avroSchema) {
        return new TextContract(name, avroSchema);
    }
}
