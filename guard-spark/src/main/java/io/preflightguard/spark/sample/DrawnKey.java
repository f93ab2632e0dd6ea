package io.preflightguard.spark.sample;

import java.io.Serializable;

/**
 * A record key of the input.
 *
 * @param id 64 bits that tell path and key from others, evenly spread
 * @param path the partition path of its rows
 * @param key the record key's text
 * @param rows rows with it among those that were read in one partition
 */
public record DrawnKey(long id, String path, String key, long rows) implements Serializable {}
