package io.preflightguard.input;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.config.Nearest;
import io.preflightguard.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges columns and row count of an input. Pure. */
public final class InputRules {

    private static final long PARQUET_ROW_GROUP_BYTES = 120L << 20;

    private InputRules() {}

    /**
     * Judges the columns.
     *
     * @param missingKeys each column that is named as a key and does not exist, with who names it
     * @param columns the input's columns
     */
    public static CheckResult columns(TableSchema columns, Map<String, String> missingKeys, GuardConfig config) {
        List<Finding> findings = new ArrayList<>();
        List<String> names =
                columns.fields().stream().map(field -> field.name()).toList();
        missingKeys.forEach((column, namedBy) -> findings.add(Finding.of(
                RuleCatalog.KEY_COLUMN_MISSING,
                column,
                "is named by " + namedBy + " and is no column of the input",
                new Described("absent"),
                new Limit(new Described("a column"), namedBy),
                names.isEmpty()
                        ? "The input has no columns at all."
                        : "Name an existing column; the nearest is " + Nearest.to(column, names) + ".")));
        int count = columns.fieldCount();
        if (count > config.maxColumns()) {
            findings.add(Finding.of(
                    RuleCatalog.INPUT_WIDE,
                    "input",
                    "has " + Unit.COUNT.format(count) + " columns: a Parquet row group of "
                            + Unit.BYTES.format(PARQUET_ROW_GROUP_BYTES) + " leaves each of them "
                            + Unit.BYTES.format((double) PARQUET_ROW_GROUP_BYTES / count)
                            + ", and every open file buffers all of them",
                    Estimate.exact(count, Unit.COUNT),
                    new Limit(Estimate.exact(config.maxColumns(), Unit.COUNT), "spark.guard.input.max-columns"),
                    "Drop columns nobody reads, gather them in structs or maps, or raise the limit."));
        }
        return new CheckResult("input: columns", Outcome.of(Unit.COUNT.format(count) + " columns", findings));
    }

    /**
     * Judges the number of rows.
     *
     * @param rows rows of the input, or null if not known
     * @param read rows that were read
     */
    public static CheckResult rows(@Nullable Estimate rows, long read) {
        String check = "input: rows";
        if (rows == null) {
            return new CheckResult(
                    check,
                    read > 0
                            ? new Outcome.Passed("at least " + Unit.COUNT.format(read) + " rows", List.of())
                            : new Outcome.Skipped(
                                    Outcome.SkipReason.UNDECIDED,
                                    "no rows in the input partitions that were read, but not all were read",
                                    "Raise spark.guard.sample.max-partitions."));
        }
        List<Measurement> measurements = List.of(new Measurement("rows", rows));
        if (rows.high() == 0) {
            Finding empty = Finding.of(
                    RuleCatalog.INPUT_EMPTY,
                    "input",
                    "has no rows: the run would succeed and bring no data",
                    rows,
                    new Limit(Estimate.exact(1, Unit.COUNT), "any write"),
                    "Check the source and the filters in front of the write.");
            return new CheckResult(check, new Outcome.Violated(List.of(empty)), measurements);
        }
        return new CheckResult(check, new Outcome.Passed(rows.render() + " rows", List.of()), measurements);
    }
}
