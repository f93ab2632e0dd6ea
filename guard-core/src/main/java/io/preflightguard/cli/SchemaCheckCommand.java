package io.preflightguard.cli;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.NoSuchContractException;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.avro.AvroSchemas;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.EvolutionLevel;
import io.preflightguard.schema.evolution.EvolutionRules;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaLint;
import io.preflightguard.schema.evolution.SchemaVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Holds new versions of schemas against the versions that went before.")
final class SchemaCheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "NEW", description = "New versions of Avro schemas (.avsc).")
    private final List<String> files = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "OLD",
            description =
                    "What went before: " + Against.FORMS + ". {file} stands for the new file's name without .avsc,"
                            + " {record} for its record's full name.")
    private @Nullable String against;

    @Option(names = "--subject", paramLabel = "S", description = "The subject in the registry, such as {file}-value.")
    private @Nullable String subject;

    @Option(names = "--level", paramLabel = "LEVEL", description = "additive (default), additive-widening or registry.")
    private @Nullable String level;

    @Option(names = "--history", paramLabel = "WHICH", description = "latest or all (default) versions.")
    private @Nullable String history;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "A schema whose types the others use; repeatable, in order.")
    private final List<String> references = new ArrayList<>();

    @Option(
            names = "--allow-new",
            description = "A schema with no version that went before passes; without this it could not be checked.")
    private boolean allowNew;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    SchemaCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CliConfig settings = report.config(surroundings);
        report.validate(settings);
        EvolutionLevel wanted = ReportOptions.constant(
                EvolutionLevel.class, "--level", settings.get(level, "level").orElse("additive"));
        History depth = ReportOptions.constant(
                History.class, "--history", settings.get(history, "history").orElse("all"));
        Against old = Against.parse(
                settings.get(against, "against")
                        .orElseThrow(() -> new UsageException("--against is missing; expected " + Against.FORMS)),
                settings.get(subject, "subject").orElse(null),
                settings.registry(),
                surroundings.directory());
        if (wanted == EvolutionLevel.REGISTRY && !old.isRegistry()) {
            throw new UsageException("--level registry needs --against registry:URL, which has a level of its own");
        }
        if (files.size() > 1 && !old.tellsFilesApart()) {
            throw new UsageException(
                    "--against holds " + files.size() + " files against the same schema; say {file} or {record} in it");
        }
        Policy policy = report.policy(settings, surroundings);
        List<CheckedSchema> checked = new ArrayList<>();
        for (SchemaFile file : SchemaLintCommand.files(files, surroundings.directory())) {
            checked.add(check(file, old, wanted, depth, policy, settings));
        }
        return report.finish(checked, settings, surroundings);
    }

    private CheckedSchema check(
            SchemaFile file, Against old, EvolutionLevel wanted, History depth, Policy policy, CliConfig settings) {
        String name = "";
        try {
            List<SchemaFile> shared = SchemaLintCommand.files(references, surroundings.directory());
            DeclaredSchema proposed = file.read(shared);
            SchemaContract contract = old.contract(file, SchemaFile.recordName(proposed));
            name = contract.name();
            Contract known = contract.source().load(depth);
            List<SchemaVersion> versions = versions(known, shared);
            List<SchemaFinding> findings = new ArrayList<>(SchemaLint.invalidities(proposed));
            findings.addAll(EvolutionRules.judge(wanted, registryLevel(wanted, known), versions, proposed));
            return CheckedSchema.of(
                    file.name(), describe(name, versions, wanted, known), policy.apply(file.name(), findings));
        } catch (NoSuchContractException missing) {
            boolean welcome = allowNew
                    || settings.get(null, "allow-new").filter("true"::equals).isPresent();
            return welcome
                    ? CheckedSchema.of(file.name(), name + " (no earlier version)", List.of())
                    : report.failed(
                            file,
                            name,
                            new IOException(missing.getMessage() + "; for a new schema, say --allow-new", missing),
                            surroundings);
        } catch (IOException unreadable) {
            return report.failed(file, name, unreadable, surroundings);
        }
    }

    private static List<SchemaVersion> versions(Contract known, List<SchemaFile> shared) throws IOException {
        List<SchemaVersion> versions = new ArrayList<>();
        for (ContractVersion version : known.versions()) {
            List<String> texts = new ArrayList<>(version.references());
            if (texts.isEmpty()) { // a registry says what a schema refers to; files do not
                for (SchemaFile reference : shared) {
                    texts.add(reference.text());
                }
            }
            try {
                versions.add(new SchemaVersion(version.label(), AvroSchemas.parse(version.schema(), texts)));
            } catch (SchemaFormatException notAvro) {
                throw new IOException(version.label() + " is " + notAvro.getMessage(), notAvro);
            }
        }
        return versions;
    }

    private static RegistryLevel registryLevel(EvolutionLevel wanted, Contract known) throws IOException {
        if (wanted != EvolutionLevel.REGISTRY) {
            return RegistryLevel.NONE; // which the other levels ignore
        }
        return known.level()
                .orElseThrow(
                        () -> new IOException("the registry states no level for the subject; use --level additive"));
    }

    private static String describe(String name, List<SchemaVersion> versions, EvolutionLevel wanted, Contract known) {
        String depth = versions.size() == 1 ? "" : " (" + versions.size() + " versions)";
        String asked = wanted.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return name + depth + ", level " + asked
                + (wanted == EvolutionLevel.REGISTRY
                        ? known.level().map(its -> " " + its).orElse("")
                        : "");
    }
}
