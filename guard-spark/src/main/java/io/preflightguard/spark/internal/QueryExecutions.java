package io.preflightguard.spark.internal;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * A DataFrame's query execution. Spark 4 moved {@code Dataset.queryExecution} to a subclass, so it is called by name;
 * what it returns is the same class in both lines.
 */
public final class QueryExecutions {

    private QueryExecutions() {}

    /** The query execution of {@code frame}. */
    public static QueryExecution of(Dataset<Row> frame) {
        try {
            return (QueryExecution) frame.getClass().getMethod("queryExecution").invoke(frame);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The DataFrame cannot be planned", failed);
        } catch (ReflectiveOperationException unknownSpark) {
            throw new LinkageError("This Spark has no Dataset.queryExecution", unknownSpark);
        }
    }

    /** Partitions that the frame's plan promises, or 0 if it promises none. Starts no job. */
    public static int plannedPartitions(Dataset<Row> frame) {
        return Math.max(0, of(frame).executedPlan().outputPartitioning().numPartitions());
    }

    /**
     * The rows as Spark's operators hand them on. Rows are reused: take what is needed from one before asking for the
     * next. With adaptive execution, a plan that has an exchange is run up to its last one by this call; see
     * {@link InputPlan}.
     */
    public static JavaRDD<InternalRow> rows(Dataset<Row> frame) {
        return of(frame).toRdd().toJavaRDD();
    }
}
