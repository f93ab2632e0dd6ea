package io.preflightguard.contract.registry;

/** The subjects under which Confluent's serializers register schemas. Thread-safe. */
public final class SubjectNames {

    private SubjectNames() {}

    /** The subject of a topic's values, where the strategy is {@code TopicNameStrategy}, the default. */
    public static String topicValue(String topic) {
        return topic + "-value";
    }

    /** The subject of a topic's keys, where the strategy is {@code TopicNameStrategy}, the default. */
    public static String topicKey(String topic) {
        return topic + "-key";
    }

    /**
     * The subject of a record, where the strategy is {@code RecordNameStrategy}.
     *
     * @param fullName the record's name with its namespace
     */
    public static String record(String fullName) {
        return fullName;
    }

    /**
     * The subject of a record in a topic, where the strategy is {@code TopicRecordNameStrategy}.
     *
     * @param fullName the record's name with its namespace
     */
    public static String topicRecord(String topic, String fullName) {
        return topic + "-" + fullName;
    }
}
