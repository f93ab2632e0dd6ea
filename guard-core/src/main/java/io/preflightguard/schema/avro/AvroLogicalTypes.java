package io.preflightguard.schema.avro;

import java.util.List;

/** The logical types of the Avro 1.12 specification. */
public final class AvroLogicalTypes {

    /** Their names, sorted. */
    public static final List<String> NAMES = List.of(
            "big-decimal",
            "date",
            "decimal",
            "duration",
            "local-timestamp-micros",
            "local-timestamp-millis",
            "local-timestamp-nanos",
            "time-micros",
            "time-millis",
            "timestamp-micros",
            "timestamp-millis",
            "timestamp-nanos",
            "uuid");

    private AvroLogicalTypes() {}
}
