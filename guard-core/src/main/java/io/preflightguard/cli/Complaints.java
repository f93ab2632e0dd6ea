package io.preflightguard.cli;

import io.preflightguard.Redaction;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one line on standard error; a stack trace only where {@code --verbose} asks for one. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Surroundings surroundings;

    Complaints(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        complain(wrong.getMessage());
        surroundings
                .err()
                .println("Try: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        boolean usage = problem instanceof UsageException || problem instanceof ParameterException;
        complain(
                usage || problem instanceof IOException
                        ? problem.getMessage()
                        : "the guard itself failed: " + problem.getClass().getSimpleName() + ": "
                                + problem.getMessage());
        if (parsed.originalArgs().contains("--verbose")) {
            problem.printStackTrace(surroundings.err());
        }
        return usage ? ExitCode.USAGE : ExitCode.COULD_NOT_CHECK;
    }

    private void complain(@Nullable String message) {
        surroundings
                .err()
                .println("guard: " + Redaction.of(String.valueOf(message).replaceAll("\\p{Cntrl}+", " ")));
    }
}
