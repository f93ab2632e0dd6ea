package io.preflightguard.cli;

import io.preflightguard.Severity;
import io.preflightguard.report.SchemaReportFormat;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that reports findings understands. */
final class ReportOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default), json, junit, github, sarif, markdown.")
    private @Nullable String format;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "The least severity that fails: fail (default) or warn.")
    private @Nullable String failOn;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "JSON file of accepted findings, each with rule, path, reason and expires.")
    private @Nullable String baseline;

    @Option(
            names = "--rules",
            paramLabel = "SETTINGS",
            description = "Severities of rules: ENUM_SYMBOL_ADDED=warn,FIELD_REMOVED@legacy.*=off.")
    private @Nullable String rules;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file with these options by their names, and the registry client's keys.")
    private @Nullable Path config;

    @Option(names = "--verbose", description = "Shows the stack trace of what went wrong.")
    private boolean verbose;

    ReportOptions() {}

    CliConfig config(Surroundings surroundings) {
        return CliConfig.read(config, surroundings);
    }

    Policy policy(CliConfig settings, Surroundings surroundings) {
        return Policy.of(settings.get(rules, "rules"), settings.get(baseline, "baseline"), surroundings);
    }

    /** Says why a schema could not be checked, with its stack trace if that is wanted. */
    CheckedSchema failed(SchemaFile file, String against, Exception problem, Surroundings surroundings) {
        if (verbose) {
            problem.printStackTrace(surroundings.err());
        }
        String message = problem.getMessage();
        return CheckedSchema.failed(
                file.name(), against, message == null ? problem.getClass().getSimpleName() : message);
    }

    /** Prints the report and gives the exit code it deserves. */
    int finish(List<CheckedSchema> schemas, Policy policy, CliConfig settings, Surroundings surroundings) {
        policy.unused().forEach(unused -> surroundings.err().println("guard: " + unused));
        SchemaReportFormat form = form(settings);
        Severity threshold = threshold(settings);
        SchemaReport report = new SchemaReport(schemas);
        surroundings.out().print(form.write(report, threshold));
        if (report.verdict() == SchemaReport.Verdict.ERROR) {
            if (form != SchemaReportFormat.TEXT) {
                schemas.forEach(schema -> schema.problem().ifPresent(problem -> surroundings
                        .err()
                        .println("guard: " + schema.file() + " could not be checked: " + problem)));
            }
            return ExitCode.COULD_NOT_CHECK;
        }
        boolean failed =
                report.findings().anyMatch(finding -> finding.severity().compareTo(threshold) >= 0);
        return failed ? ExitCode.FINDINGS : ExitCode.OK;
    }

    /** Checks what {@link #finish} needs before any work is done. */
    void validate(CliConfig settings) {
        form(settings);
        threshold(settings);
    }

    private SchemaReportFormat form(CliConfig settings) {
        return constant(
                SchemaReportFormat.class,
                "--format",
                settings.get(format, "format").orElse("text"));
    }

    /** What is INFO asks for nothing, so nothing can fail on it. */
    private Severity threshold(CliConfig settings) {
        String text = settings.get(failOn, "fail-on").orElse("fail");
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "fail" -> Severity.FAIL;
            case "warn" -> Severity.WARN;
            default -> throw new UsageException("--fail-on '" + text + "' is not known; expected fail or warn");
        };
    }

    static <E extends Enum<E>> E constant(Class<E> type, String option, String text) {
        String wanted = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        option + " '" + text + "' is not known; expected one of " + String.join(", ", names)));
    }
}
