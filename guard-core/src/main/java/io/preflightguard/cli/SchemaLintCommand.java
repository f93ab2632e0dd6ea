package io.preflightguard.cli;

import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.HudiTarget;
import io.preflightguard.schema.evolution.SchemaLint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description =
                "Judges schemas by themselves: whether Avro takes them as they are meant, and a Hudi table can hold them.")
final class SchemaLintCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Avro schemas (.avsc).")
    private final List<String> files = new ArrayList<>();

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "A schema whose types the others use; repeatable, in order.")
    private final List<String> references = new ArrayList<>();

    @Option(names = "--hudi", paramLabel = "VERSION", description = "The Hudi that writes the table (default 0.15.0).")
    private @Nullable String hudi;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    SchemaLintCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CliConfig settings = report.config(surroundings);
        report.validate(settings);
        Policy policy = report.policy(settings, surroundings);
        HudiTarget target = target(settings.get(hudi, "hudi"));
        List<SchemaFile> shared = files(settings.list(references, "reference"), surroundings.directory());
        List<CheckedSchema> checked = new ArrayList<>();
        for (SchemaFile file : files(files, surroundings.directory())) {
            try {
                DeclaredSchema schema = file.read(shared);
                checked.add(policy.apply(file.name(), "", SchemaLint.judge(schema, target)));
            } catch (IOException unreadable) {
                checked.add(report.failed(file, "", unreadable, surroundings));
            }
        }
        return report.finish(checked, policy, settings, surroundings);
    }

    static List<SchemaFile> files(List<String> names, Path directory) {
        return names.stream()
                .map(name -> new SchemaFile(name, directory.resolve(name)))
                .toList();
    }

    static HudiTarget target(Optional<String> version) {
        try {
            return version.map(HudiTarget::parse).orElse(HudiTarget.OLDEST);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--hudi: " + wrong.getMessage(), wrong);
        }
    }
}
