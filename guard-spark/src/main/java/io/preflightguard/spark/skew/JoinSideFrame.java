package io.preflightguard.spark.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * One side of a join.
 *
 * @param frame its rows
 * @param keyNames its key columns' names, as given
 * @param keys its key columns, which stay valid in every frame made from {@code frame} by filtering or adding columns
 * @param comparedAs the types in which the keys are compared with the other side's
 */
record JoinSideFrame(Dataset<Row> frame, List<String> keyNames, List<Column> keys, List<DataType> comparedAs) {

    JoinSideFrame {
        keyNames = List.copyOf(keyNames);
        keys = List.copyOf(keys);
        comparedAs = List.copyOf(comparedAs);
    }

    static JoinSideFrame of(String side, Dataset<Row> frame, List<String> keyNames) {
        for (String name : frame.columns()) {
            column(side, frame, quoted(name));
        }
        List<Column> keys =
                keyNames.stream().map(name -> column(side, frame, name)).toList();
        return new JoinSideFrame(
                frame,
                keyNames,
                keys,
                keys.stream().map(key -> typeOf(frame, key)).toList());
    }

    /** The same side with other rows, of the same columns. */
    JoinSideFrame with(Dataset<Row> rows) {
        return new JoinSideFrame(rows, keyNames, keys, comparedAs);
    }

    /** The same side with its keys compared in these types. */
    JoinSideFrame comparedAs(List<DataType> types) {
        return new JoinSideFrame(frame, keyNames, keys, types);
    }

    /** Only the side's key columns, under names of their own. */
    JoinSideFrame keysOnly() {
        Column[] columns = new Column[keys.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            names.add("key" + i);
            columns[i] = keys.get(i).as(names.get(i));
        }
        return of("right", frame.select(columns), names).comparedAs(comparedAs);
    }

    /** Spark's hash of the key, by which plans know it; the same on both sides for keys that are equal. */
    Column keyHash() {
        Column[] hashed = new Column[keys.size()];
        for (int i = 0; i < hashed.length; i++) {
            hashed[i] = keys.get(i).cast(comparedAs.get(i));
        }
        return functions.hash(hashed);
    }

    /** Whether the key has a null in it. */
    Column keyHasNull() {
        Column isNull = keys.get(0).isNull();
        for (Column key : keys.subList(1, keys.size())) {
            isNull = isNull.or(key.isNull());
        }
        return isNull;
    }

    String keyName(int key) {
        return frame.select(keys.get(key)).columns()[0];
    }

    List<Column> columns() {
        return Arrays.stream(frame.columns())
                .map(name -> frame.col(quoted(name)))
                .toList();
    }

    /** All columns but the key columns. */
    List<Column> others() {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            named.add(keyName(i));
        }
        List<String> names = Arrays.asList(frame.columns());
        List<Column> columns = columns();
        List<Column> others = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!named.contains(names.get(i))) {
                others.add(columns.get(i));
            }
        }
        return others;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static DataType typeOf(Dataset<Row> frame, Column column) {
        return frame.select(column).schema().fields()[0].dataType();
    }

    private static Column column(String side, Dataset<Row> frame, String name) {
        try {
            Column column = frame.col(name);
            frame.select(column).schema();
            return column;
        } catch (Exception unresolved) { // AnalysisException, which Scala does not declare
            throw new IllegalArgumentException(
                    "The " + side + " side of the join has no single column " + name + ": it has "
                            + String.join(", ", frame.columns()) + ". Name one of these, or rename one of two.",
                    unresolved);
        }
    }
}
