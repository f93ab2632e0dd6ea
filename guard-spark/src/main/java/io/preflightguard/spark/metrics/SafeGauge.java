package io.preflightguard.spark.metrics;

import com.codahale.metrics.Gauge;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gauge that never throws: it shows -1 where its value cannot be read, and says why once. Thread-safe. */
final class SafeGauge implements Gauge<Long> {

    /** What a gauge shows that has nothing to show. */
    static final long UNKNOWN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(SafeGauge.class);

    private final String name;
    private final Callable<Long> reading;
    private final AtomicBoolean said = new AtomicBoolean();

    SafeGauge(String name, Callable<Long> reading) {
        this.name = name;
        this.reading = reading;
    }

    @Override
    public Long getValue() {
        try {
            return reading.call();
        } catch (Exception | LinkageError failed) {
            if (said.compareAndSet(false, true)) {
                LOG.warn("The gauge {} shows -1 because it cannot be read; said once", name, failed);
            }
            return UNKNOWN;
        }
    }
}
