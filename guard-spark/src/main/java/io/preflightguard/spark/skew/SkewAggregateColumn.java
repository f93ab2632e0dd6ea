package io.preflightguard.spark.skew;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * One column of an aggregation's result.
 *
 * @param columns what is aggregated; more than one only for {@link Kind#COUNT_DISTINCT}
 * @param percentage which percentile, in [0, 1]; 0 for other kinds
 * @param name the result's name
 */
record SkewAggregateColumn(Kind kind, List<String> columns, double percentage, String name) {

    SkewAggregateColumn {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("An aggregate has a column: got none for " + name);
        }
        if (!(percentage >= 0 && percentage <= 1)) {
            throw new IllegalArgumentException("A percentile lies in [0, 1]: got " + percentage + " for " + name);
        }
    }

    enum Kind {
        COLLECT_LIST,
        COLLECT_SET,
        COUNT_DISTINCT,
        PERCENTILE
    }

    String column() {
        return columns.get(0);
    }

    boolean isCollected() {
        return kind == Kind.COLLECT_LIST || kind == Kind.COLLECT_SET;
    }

    /** Spark's own aggregate over the columns of these names. */
    Column over(List<String> names) {
        Column first = SaltedColumns.column(names.get(0));
        return switch (kind) {
            case COLLECT_LIST -> functions.collect_list(first);
            case COLLECT_SET -> functions.collect_set(first);
            case COUNT_DISTINCT ->
                functions.count_distinct(first, SaltedColumns.columns(names.subList(1, names.size())));
            case PERCENTILE -> functions.percentile(first, functions.lit(percentage));
        };
    }
}
