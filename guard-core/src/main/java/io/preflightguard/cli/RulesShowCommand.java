package io.preflightguard.cli;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.config.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", mixinStandardHelpOptions = true, description = "Shows the page of one rule.")
final class RulesShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "RULE", description = "The id of the rule, such as FIELD_REMOVED.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    RulesShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        String wanted = id.toUpperCase(Locale.ROOT);
        Rule rule = RuleCatalog.find(wanted)
                .orElseThrow(() -> new UsageException("there is no rule " + id + "; the nearest is "
                        + Nearest.to(
                                wanted, RuleCatalog.all().stream().map(Rule::id).toList())));
        try (InputStream page = RulesShowCommand.class.getResourceAsStream("/" + rule.page())) {
            surroundings
                    .out()
                    .print(
                            page == null
                                    ? rule.id() + "\n\n" + rule.purpose() + "\n\nSeverity: " + rule.severity() + "\n"
                                    : new String(page.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }
}
