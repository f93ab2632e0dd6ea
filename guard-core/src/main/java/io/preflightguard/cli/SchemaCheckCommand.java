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
import io.preflightguard.schema.evolution.HudiTarget;
import io.preflightguard.schema.evolution.SchemaLint;
import io.preflightguard.schema.evolution.SchemaVersion;
import io.preflightguard.schema.evolution.VersionCheck;
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
            names = "--old-reference",
            paramLabel = "FILE",
            description =
                    "As --reference, for the old schema. Without it git: reads those of --reference from its revision; a"
                            + " registry has its own.")
    private final List<String> oldReferences = new ArrayList<>();

    @Option(names = "--hudi", paramLabel = "VERSION", description = "The Hudi that writes the table (default 0.15.0).")
    private @Nullable String hudi;

    @Option(
            names = "--allow-new",
            description =
                    "A schema with no version that went before is linted alone; without this it could not be checked.")
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
        Call call = new Call(
                old,
                wanted,
                depth,
                SchemaLintCommand.target(settings.get(hudi, "hudi")),
                SchemaLintCommand.files(settings.list(references, "reference"), surroundings.directory()),
                SchemaLintCommand.files(settings.list(oldReferences, "old-reference"), surroundings.directory()),
                settings.isOn(allowNew, "allow-new"));
        List<CheckedSchema> checked = new ArrayList<>();
        for (SchemaFile file : SchemaLintCommand.files(files, surroundings.directory())) {
            checked.add(check(file, call, policy));
        }
        return report.finish(checked, policy, settings, surroundings);
    }

    /** What was asked, the same for every file. */
    private record Call(
            Against old,
            EvolutionLevel level,
            History depth,
            HudiTarget hudi,
            List<SchemaFile> references,
            List<SchemaFile> oldReferences,
            boolean allowsNew) {}

    private CheckedSchema check(SchemaFile file, Call call, Policy policy) {
        String name = "";
        try {
            DeclaredSchema proposed = file.read(call.references());
            SchemaContract contract = call.old().contract(file, SchemaFile.recordName(proposed));
            name = contract.name();
            Contract known;
            try {
                known = contract.source().load(call.depth());
            } catch (NoSuchContractException missing) {
                if (call.allowsNew() && call.old().couldHold(file, SchemaFile.recordName(proposed))) {
                    return policy.apply(
                                    file.name(),
                                    name + " (no earlier version)",
                                    SchemaLint.judge(proposed, call.hudi()))
                            .asFirst();
                }
                throw new IOException(
                        missing.getMessage()
                                + (call.allowsNew()
                                        ? "; nor does the folder around it, so it is not taken for a new schema"
                                        : "; check the name, or say --allow-new for a schema that is new"),
                        missing);
            }
            List<SchemaVersion> versions = versions(known, file, call);
            return policy.apply(
                    file.name(),
                    describe(name, versions, call.level(), known),
                    VersionCheck.judge(
                            call.level(), registryLevel(call.level(), known), versions, proposed, call.hudi()));
        } catch (IOException unreadable) {
            return report.failed(file, name, unreadable, surroundings);
        }
    }

    private static List<SchemaVersion> versions(Contract known, SchemaFile file, Call call) throws IOException {
        List<SchemaVersion> versions = new ArrayList<>();
        for (ContractVersion version : known.versions()) {
            try {
                versions.add(new SchemaVersion(version.label(), old(version, file, call)));
            } catch (IOException unreadable) {
                throw new IOException(version.label() + " cannot be used: " + unreadable.getMessage(), unreadable);
            }
        }
        return versions;
    }

    /** The types of today's references are not those of the old version: what it refers to is asked for, not guessed. */
    private static DeclaredSchema old(ContractVersion version, SchemaFile file, Call call) throws IOException {
        if (!version.references().isEmpty() || call.old().isRegistry()) {
            return SchemaFile.parse(version.schema(), version.references());
        }
        try {
            return AvroSchemas.parse(version.schema());
        } catch (SchemaFormatException needsOthers) {
            boolean inGit = call.old().isGit() && call.oldReferences().isEmpty();
            List<SchemaFile> given = inGit ? call.references() : call.oldReferences();
            if (given.isEmpty() && !call.references().isEmpty()) {
                throw new IOException(
                        needsOthers.getMessage() + "; give the types it refers to with --old-reference", needsOthers);
            }
            return SchemaFile.parse(version.schema(), call.old().references(given, file, inGit));
        }
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
