package io.preflightguard.spark.skew;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows as texts that are equal if Spark takes the rows for equal; the order in a collected list does not count. */
final class RowTexts {

    private RowTexts() {}

    static List<String> sorted(Dataset<Row> frame) {
        return frame.collectAsList().stream().map(RowTexts::text).sorted().toList();
    }

    private static String text(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.schema().fields()[i].dataType().typeName().equals("array") && !row.isNullAt(i)
                        ? row.getList(i).stream()
                                .map(RowTexts::value)
                                .sorted()
                                .collect(Collectors.joining(", ", "[", "]"))
                        : value(row.get(i)))
                .collect(Collectors.joining(" | "));
    }

    private static String value(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Double number && number == 0) {
            return "0.0";
        }
        return String.valueOf(value);
    }
}
