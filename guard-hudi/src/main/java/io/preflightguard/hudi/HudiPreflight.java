package io.preflightguard.hudi;

import io.preflightguard.Cost;
import io.preflightguard.Mode;
import io.preflightguard.PreflightReport;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.config.Repair;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.table.SiteOptions;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.spark.SparkSettings;
import io.preflightguard.spark.metrics.GuardMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a DataFrame in the seconds before it is written to a Hudi table, says what would go wrong, and refuses or
 * repairs the write.
 *
 * <pre>{@code
 * HudiPreflight preflight = HudiPreflight.on(spark)
 *     .contract(SchemaContract.file("flights.avsc"))
 *     .build();
 * preflight.write(flights, hudiOptions, tablePath, SaveMode.Append);
 * }</pre>
 *
 * <p>Immutable; one instance serves any number of tables, from one thread at a time per session.
 */
public final class HudiPreflight {

    private final SparkSession spark;
    private final Map<String, String> settings;
    private final @Nullable SchemaContract contract;

    private HudiPreflight(Builder builder) {
        this.spark = builder.spark;
        this.settings = new TreeMap<>(builder.settings);
        this.contract = builder.contract;
    }

    /** Starts building a preflight on a session. */
    public static Builder on(SparkSession spark) {
        return new Builder(spark);
    }

    /**
     * Checks a write in {@link SaveMode#Append} without making it. Never throws on a violation, and not on a failure of the guard either: that is
     * an outcome of the report.
     *
     * @param frame the rows to be written
     * @param hudiOptions the options of the write, as {@code df.write().options(...)} would get them
     * @param path the table's base path
     * @throws io.preflightguard.config.GuardConfigException if {@code spark.guard.*} has an error
     */
    public PreflightReport check(Dataset<Row> frame, Map<String, String> hudiOptions, String path) {
        return check(frame, hudiOptions, path, SaveMode.Append);
    }

    /**
     * Checks a write without making it, as {@link #check(Dataset, Map, String)} does.
     *
     * @param mode what the write would do with an existing table
     */
    public PreflightReport check(Dataset<Row> frame, Map<String, String> hudiOptions, String path, SaveMode mode) {
        return checked(frame, hudiOptions, path, mode).report();
    }

    /**
     * Checks a write, then makes it: refused in {@link Mode#ENFORCE} if a
     * blocking finding stands (or, with {@code spark.guard.on-error=block}, if a check could not be made), with what the guard
     * can repair repaired if {@code spark.guard.repair=apply} (of skew alone, if {@code
     * spark.guard.skew.on-violation=salt}), not made at all in {@link Mode#DRY_RUN}, and straight through in {@link
     * Mode#OFF}. While it writes, the guard listens to Spark and measures; a failure of the write is thrown as it came, and
     * one of the measuring only leaves {@link PreflightReport#review()} out.
     *
     * @param mode what to do with an existing table; {@link SaveMode#Overwrite} replaces it, so its schema does not bind
     * @return the report, with the remedies that were applied and what was predicted beside what the write did
     * @throws io.preflightguard.PreflightViolationException if the write is refused; nothing was written then
     * @throws io.preflightguard.config.GuardConfigException if {@code spark.guard.*} has an error
     */
    public PreflightReport write(Dataset<Row> frame, Map<String, String> hudiOptions, String path, SaveMode mode) {
        Checked checked = checked(frame, hudiOptions, path, mode);
        Repairs repairs = Repairs.of(checked.report(), checked.write(), checked.config());
        if (checked.config().mode() == Mode.DRY_RUN) {
            ReportLog.dryRun(checked.report(), repairs.applied());
            return checked.report();
        }
        PreflightReport report = checked.report().withApplied(repairs.applied());
        ReportLog.log(report);
        report.throwIfBlocked();
        Map<String, String> options = new HashMap<>(hudiOptions);
        options.putAll(repairs.options());
        Dataset<Row> arranged = repairs.frame(frame);
        Runnable write = () -> SessionConf.with(frame.sparkSession(), repairs.sessionConf(), () -> arranged.write()
                .format("hudi")
                .options(options)
                .mode(mode)
                .save(path));
        if (checked.config().mode() == Mode.OFF) {
            write.run();
            return report;
        }
        return new MeasuredWrite(checked, report, frame).run(write);
    }

    private Checked checked(Dataset<Row> frame, Map<String, String> hudiOptions, String path, SaveMode mode) {
        Objects.requireNonNull(frame, "frame");
        Objects.requireNonNull(hudiOptions, "hudiOptions");
        Objects.requireNonNull(path, "path");
        GuardConfig config = GuardConfig.of(SparkSettings.of(spark), settings);
        String table = hudiOptions.getOrDefault("hoodie.table.name", TableNames.last(path));
        if (config.mode() == Mode.OFF) {
            PreflightReport off =
                    new PreflightReport(table, Mode.OFF, false, List.of(), List.of(), Cost.none(), Map.of());
            return new Checked(off, config, new HudiWrite(hudiOptions, Map.of()));
        }
        Map<String, String> effective = SiteOptions.under(hudiOptions);
        Checked checked = TableCheck.run(
                new WriteRequest(frame.sparkSession(), config, contract, frame, effective, path, mode, table));
        GuardMetrics.checked(checked.report());
        return checked;
    }

    /** Builds a {@link HudiPreflight}. Not thread-safe. */
    public static final class Builder {

        private final SparkSession spark;
        private final Map<String, String> settings = new HashMap<>();
        private @Nullable SchemaContract contract;

        private Builder(SparkSession spark) {
            this.spark = Objects.requireNonNull(spark, "spark");
        }

        /** The contract that the input must fit. Without one, {@code spark.guard.schema.contract} may name a file. */
        public Builder contract(SchemaContract contractToFit) {
            this.contract = Objects.requireNonNull(contractToFit, "contractToFit");
            return this;
        }

        /** What the guard does with what it finds; wins over {@code spark.guard.mode}. */
        public Builder mode(Mode mode) {
            return set("spark.guard.mode", mode.name());
        }

        /** Whether a guarded write applies remedies itself; wins over {@code spark.guard.repair}. */
        public Builder repair(Repair repair) {
            return set("spark.guard.repair", repair.name());
        }

        /** Further columns to check for skew; wins over {@code spark.guard.skew.key-columns}. */
        public Builder keyColumns(List<String> columns) {
            return set("spark.guard.skew.key-columns", String.join(",", columns));
        }

        /** Any knob by its full key, such as {@code spark.guard.time-budget}; wins over the Spark configuration. */
        public Builder set(String key, String value) {
            settings.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * The preflight.
         *
         * @throws io.preflightguard.config.GuardConfigException if a key is unknown or a value cannot be read
         */
        public HudiPreflight build() {
            GuardConfig.of(SparkSettings.of(spark), settings);
            return new HudiPreflight(this);
        }
    }
}
