package io.preflightguard.schema.evolution;

/**
 * Why Avro could not read a value.
 *
 * @param path where, as the reader's schema spells it; empty at the root
 * @param written what the writer's schema has there
 * @param read what the reader's schema has there
 * @param line the line in the reader's schema, from 1; 0 if that is not known
 */
record Unreadable(String path, String written, String read, int line) {}
