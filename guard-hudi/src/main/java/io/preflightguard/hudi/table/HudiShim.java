package io.preflightguard.hudi.table;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.apache.hudi.common.table.TableSchemaResolver;
import org.apache.hudi.common.table.timeline.HoodieInstant;
import org.apache.hudi.common.util.Option;
import org.jspecify.annotations.Nullable;

/**
 * The calls that Hudi's lines name differently: the first name is that of 1.x, the second that of 0.15. A line with neither
 * is a {@link LinkageError}, as any other call that it lacks.
 */
final class HudiShim {

    private static final MethodHandle REQUESTED =
            find(HoodieInstant.class, MethodType.methodType(String.class), "requestedTime", "getTimestamp");

    private static final MethodHandle COMPLETED = find(
            HoodieInstant.class, MethodType.methodType(String.class), "getCompletionTime", "getStateTransitionTime");

    private static final MethodHandle SCHEMA = find(
            TableSchemaResolver.class,
            MethodType.methodType(Option.class, boolean.class),
            "getTableSchemaIfPresent", // 1.2, with a schema class of Hudi's own
            "getTableAvroSchemaIfPresent");

    private HudiShim() {}

    static TimelineInstant instant(HoodieInstant instant) {
        InstantState state = instant.isCompleted()
                ? InstantState.COMPLETED
                : instant.isInflight() ? InstantState.INFLIGHT : InstantState.REQUESTED;
        String completion = state == InstantState.COMPLETED ? call(COMPLETED, instant) : null;
        String requested = call(REQUESTED, instant);
        return new TimelineInstant(requested == null ? "" : requested, instant.getAction(), state, completion);
    }

    /** The table's Avro schema as JSON, without Hudi's own columns; null if the table has none yet. */
    static @Nullable String schema(HoodieTableMetaClient client) {
        try {
            Option<?> schema = (Option<?>) SCHEMA.invoke(new TableSchemaResolver(client), false);
            return schema.isPresent() ? schema.get().toString() : null;
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException(checked.getMessage(), checked);
        }
    }

    private static @Nullable String call(MethodHandle method, HoodieInstant instant) {
        try {
            return (String) method.invokeExact(instant);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException(checked.getMessage(), checked);
        }
    }

    private static MethodHandle find(Class<?> owner, MethodType type, String... names) {
        NoSuchMethodError missing = new NoSuchMethodError(owner.getName() + "." + names[0] + type);
        for (String name : names) {
            try {
                return MethodHandles.publicLookup().findVirtual(owner, name, type);
            } catch (NoSuchMethodException | IllegalAccessException anotherLine) {
                missing.addSuppressed(anotherLine);
            }
        }
        throw missing;
    }
}
