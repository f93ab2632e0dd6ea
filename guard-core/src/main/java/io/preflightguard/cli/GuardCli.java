package io.preflightguard.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code guard}: checks that need no job, for CI and for the desk. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        versionProvider = GuardVersion.class,
        description = "Pre-flight checks for Spark jobs that write Apache Hudi tables.",
        footer = {"", "Exit codes: 0 nothing at or above the threshold, 1 findings, 2 wrong usage, 3 could not check."})
public final class GuardCli implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private GuardCli() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Surroundings surroundings = new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                LocalDate.now(Clock.systemUTC()),
                writer(FileDescriptor.out),
                writer(FileDescriptor.err));
        int exitCode = run(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(exitCode);
    }

    /** Whatever happens, what was not checked is no finding and no pass. */
    static int run(Surroundings surroundings, String... arguments) {
        try {
            return execute(surroundings, arguments);
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            surroundings
                    .err()
                    .println("guard: the schemas need more memory than there is ("
                            + tooMuch.getClass().getSimpleName()
                            + "); give java -Xmx and -Xss, or check fewer at once");
            return ExitCode.COULD_NOT_CHECK;
        }
    }

    private static int execute(Surroundings surroundings, String... arguments) {
        CommandLine schema = new CommandLine(new SchemaCommand())
                .addSubcommand(new SchemaCheckCommand(surroundings))
                .addSubcommand(new SchemaLintCommand(surroundings));
        CommandLine rules = new CommandLine(new RulesCommand())
                .addSubcommand(new RulesListCommand(surroundings))
                .addSubcommand(new RulesShowCommand(surroundings));
        return new CommandLine(new GuardCli())
                .addSubcommand(schema)
                .addSubcommand(rules)
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setParameterExceptionHandler(new Complaints(surroundings))
                .setExecutionExceptionHandler(new Complaints(surroundings))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: schema or rules");
    }

    /** Not System.out, whose charset depends on the machine. */
    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
    }
}
