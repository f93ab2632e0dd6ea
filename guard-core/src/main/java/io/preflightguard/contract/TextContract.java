package io.preflightguard.contract;

import java.util.Objects;

record TextContract(String name, String avroSchema) implements SchemaContract {

    TextContract {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(avroSchema, "avroSchema");
    }

    @Override
    public String load() {
        return avroSchema;
    }
}
