package io.preflightguard.cli;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every rule with its severity.")
final class RulesListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    RulesListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int width = RuleCatalog.all().stream()
                .mapToInt(rule -> rule.id().length())
                .max()
                .orElse(0);
        for (Rule rule : RuleCatalog.all()) {
            surroundings
                    .out()
                    .print(rule.id() + " ".repeat(width + 2 - rule.id().length()) + rule.severity() + "  "
                            + rule.purpose() + "\n");
        }
        return ExitCode.OK;
    }
}
