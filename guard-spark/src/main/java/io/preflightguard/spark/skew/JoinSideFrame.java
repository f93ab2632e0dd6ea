package io.preflightguard.spark.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /**
     * A side whose keys are columns of their own, in any case that the session takes for the same.
     *
     * @throws IllegalArgumentException if it does not have one, or two columns of one name
     */
    static JoinSideFrame ofOwn(String side, Dataset<Row> frame, List<String> columns) {
        return of(
                side,
                frame,
                columns.stream().map(name -> own(side, frame, name)).toList());
    }

    /** @throws IllegalArgumentException if the frame does not have a key, or two columns of one name */
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

    List<Column> columns() {
        return Arrays.stream(frame.columns())
                .map(name -> frame.col(quoted(name)))
                .toList();
    }

    /** Where a key is among the columns; only of a side whose keys are columns of their own. */
    int position(int key) {
        return Arrays.stream(frame.columns())
                .map(JoinSideFrame::reference)
                .toList()
                .indexOf(keyNames.get(key));
    }

    /** Of columns in the places of this side's, all but the key columns; only where keys are columns of their own. */
    List<Column> others(List<Column> columns) {
        Set<Integer> taken =
                IntStream.range(0, keys.size()).mapToObj(this::position).collect(Collectors.toSet());
        return IntStream.range(0, columns.size())
                .filter(i -> !taken.contains(i))
                .mapToObj(columns::get)
                .toList();
    }

    /** The same side with its keys once more, as columns of these names that no other frame has. */
    JoinSideFrame withNewKeys(String prefix) {
        List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            names.add(prefix + i);
            columns.add(keys.get(i).as(names.get(i)));
        }
        Dataset<Row> more = frame.select(columns.toArray(Column[]::new));
        return new JoinSideFrame(more, names, names.stream().map(more::col).toList(), comparedAs);
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static DataType typeOf(Dataset<Row> frame, Column column) {
        return frame.select(column).schema().fields()[0].dataType();
    }

    /** The column that a caller means by a whole name, which may have dots, or by a quoted one. */
    private static String own(String side, Dataset<Row> frame, String name) {
        for (String column : frame.columns()) {
            if (SaltedColumns.isCalled(frame, column, name) || SaltedColumns.isCalled(frame, quoted(column), name)) {
                return reference(column);
            }
        }
        column(side, frame, name);
        throw new IllegalArgumentException("The " + side + " side of the join has no column of the name " + name
                + ": this is a field inside a column, or has the frame's name before the column's. Where both sides share"
                + " key names, give plain ones; else name both sides' keys by on(List, List).");
    }

    private static String reference(String column) {
        boolean isPlain = !column.contains(".") && !column.contains("`") && !column.equals("*");
        return isPlain ? column : quoted(column);
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
