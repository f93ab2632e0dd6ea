package io.preflightguard.spark.sample;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The columns that the tasks of a sample read. Pure. */
final class SampleColumns {

    private SampleColumns() {}

    /** Each key's columns as {@link KeyCounter} expects them. */
    static Column[] keys(List<KeyColumn> keys) {
        return keys.stream()
                .flatMap(key -> Stream.of(key.text(), key.hash(), key.id()))
                .toArray(Column[]::new);
    }

    /** The frame's own columns and behind them each key's. */
    static Dataset<Row> withKeys(Dataset<Row> frame, List<KeyColumn> keys) {
        return frame.select(behind(Stream.of(keys(keys))));
    }

    static RowLayout layoutWithKeys(SampleRequest.Weighing weighing, List<KeyColumn> keys) {
        int own = weighing.shuffled().schema().length();
        return new RowLayout(
                weighing.shuffled().schema(),
                own + KeyCounter.COLUMNS * keys.size(),
                IntStream.range(0, keys.size())
                        .mapToObj(key -> own + KeyCounter.COLUMNS * key + KeyCounter.HASH)
                        .toList(),
                keys.isEmpty());
    }

    /** The frame's own columns and behind them each key's hash; null where the frame lacks what it is made of. */
    static Dataset<Row> withHashes(Dataset<Row> frame, List<KeyColumn> keys) {
        return frame.select(behind(keys.stream()
                .map(key -> computes(frame, key.hash())
                        ? key.hash()
                        : functions.lit(null).cast("int"))));
    }

    static RowLayout layoutWithHashes(SampleRequest.Weighing weighing, List<KeyColumn> keys) {
        int own = weighing.shuffled().schema().length();
        return new RowLayout(
                weighing.shuffled().schema(),
                own + keys.size(),
                IntStream.range(own, own + keys.size()).boxed().toList(),
                true);
    }

    private static Column[] behind(Stream<Column> columns) {
        return Stream.concat(Stream.of(functions.col("*")), columns).toArray(Column[]::new);
    }

    private static boolean computes(Dataset<Row> frame, Column column) {
        try {
            frame.select(column);
            return true;
        } catch (Exception impossible) { // AnalysisException, which Scala does not declare
            return false;
        }
    }
}
