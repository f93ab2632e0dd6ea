package io.preflightguard.spark.sizing;

import java.util.List;
import org.apache.spark.SparkContext;

/** The listeners of Spark's bus, which it shows to nobody. */
final class Listeners {

    private Listeners() {}

    /** How many of this class Spark tells. */
    static int of(SparkContext context, Class<?> type) throws ReflectiveOperationException {
        Object bus = SparkContext.class.getMethod("listenerBus").invoke(context);
        Object queues = bus.getClass().getMethod("listeners").invoke(bus);
        return (int) ((List<?>) queues).stream().filter(type::isInstance).count();
    }
}
