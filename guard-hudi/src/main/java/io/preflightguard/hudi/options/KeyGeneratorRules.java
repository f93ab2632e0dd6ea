package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.hudi.write.HudiWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges whether keys and paths are made as those that the table has. Pure. */
final class KeyGeneratorRules {

    static final String CHECK = "options: key generator";

    private static final String CLASS = "hoodie.datasource.write.keygenerator.class";

    private static final String HIVE_STYLE = "hoodie.datasource.write.hive_style_partitioning";
    private static final String URL_ENCODE = "hoodie.datasource.write.partitionpath.urlencode";

    private static final List<String> SWITCHES = List.of(HIVE_STYLE, URL_ENCODE);

    private static final String NAME = "hoodie.table.name";

    private static final String PACKAGE = "org.apache.hudi.keygen.";

    /** Hudi's own key generators by type. */
    private static final Map<String, String> OWN = Map.of(
            "SIMPLE", PACKAGE + "SimpleKeyGenerator",
            "COMPLEX", PACKAGE + "ComplexKeyGenerator",
            "CUSTOM", PACKAGE + "CustomKeyGenerator",
            "TIMESTAMP", PACKAGE + "TimestampBasedKeyGenerator",
            "NON_PARTITION", PACKAGE + "NonpartitionedKeyGenerator");

    private KeyGeneratorRules() {}

    static CheckResult judge(WriteEvidence evidence, Optional<StoredKeys.Spelling> stored) {
        if (!evidence.hasTable()) {
            return Checks.notApplicable(CHECK, "there is no table yet whose keys these must be like");
        }
        List<Finding> findings = new ArrayList<>(conflicts(evidence));
        String examined = "the options and the table's settings for keys and paths";
        if (asksForSpelling(evidence)) {
            String field = evidence.write().recordKeys().get(0);
            Optional<Boolean> namesField = stored.flatMap(key -> namesField(key, field));
            if (namesField.isPresent() && namesField.get() != evidence.hudi().namesOnlyField()) {
                findings.add(spelling(evidence.hudi(), field, namesField.get()));
            }
            if (namesField.isEmpty() && findings.isEmpty()) {
                return new CheckResult(
                        CHECK,
                        new Outcome.Skipped(
                                Outcome.SkipReason.NOT_PROVABLE,
                                examined + " agree, but how the table spells its record keys is not known",
                                "Nothing to do."));
            }
            examined += ", and how one of its rows spells its key";
        }
        return new CheckResult(CHECK, Outcome.of(examined, findings));
    }

    /** Whether the key begins with its field's name; empty if it is spelt in neither way. */
    private static Optional<Boolean> namesField(StoredKeys.Spelling stored, String field) {
        boolean plain = stored.key().equals(stored.value());
        boolean named = stored.key().equals(field + ":" + stored.value());
        return plain == named ? Optional.empty() : Optional.of(named);
    }

    /** What Hudi compares itself, in the driver; a check without a write is to say so, too. */
    static List<Finding> conflicts(WriteEvidence evidence) {
        List<Finding> findings = new ArrayList<>();
        boolean custom = evidence.write()
                .keyGenerator()
                .contains("custom"); // whose path fields carry a type in the options only
        compare(evidence, findings, NAME, NAME);
        compare(evidence, findings, "hoodie.datasource.write.recordkey.field", "hoodie.table.recordkey.fields");
        compare(evidence, findings, OrderingRules.FIELD, "hoodie.table.precombine.field");
        compareGenerator(evidence, findings);
        if (!custom) {
            compare(evidence, findings, "hoodie.datasource.write.partitionpath.field", "hoodie.table.partition.fields");
        }
        for (String same : SWITCHES) {
            compare(evidence, findings, same, same);
        }
        return findings;
    }

    private static void compare(WriteEvidence evidence, List<Finding> findings, String option, String property) {
        String stated = evidence.options().getOrDefault(option, "");
        String stored = evidence.ofTable(property);
        // Hudi compares names of tables as Spark does those of columns.
        boolean anyCase = option.equals(NAME) || SWITCHES.contains(option);
        boolean alike = anyCase ? stated.trim().equalsIgnoreCase(stored) : stated.equals(stored);
        if (!stated.isBlank() && !stored.isEmpty() && !alike) {
            findings.add(conflict(option, stated, property, stored));
        }
    }

    /** Hudi 1.x stores the type of its own generators, where 0.15 stores the class. */
    private static void compareGenerator(WriteEvidence evidence, List<Finding> findings) {
        String stated = evidence.option(CLASS);
        String storedType = evidence.ofTable("hoodie.table.keygenerator.type").toUpperCase(Locale.ROOT);
        String stored = evidence.ofTable("hoodie.table.keygenerator.class");
        stored = stored.isEmpty() ? OWN.getOrDefault(storedType, "") : stored;
        if (!stated.isEmpty() && !stored.isEmpty() && !stated.equals(stored)) {
            findings.add(conflict(CLASS, stated, "the table's key generator", stored));
        }
    }

    private static Finding conflict(String option, String stated, String source, String stored) {
        return Finding.of(
                RuleCatalog.TABLE_CONFIG_CONFLICT,
                option,
                "the table was created with another setting, and Hudi refuses the write",
                new Described(stated),
                new Limit(new Described(stored), source),
                "Set " + option + "=" + stored + ", or write to a new table.");
    }

    /** Whether it matters in which form the table stores its keys. */
    static boolean asksForSpelling(WriteEvidence evidence) {
        HudiWrite write = evidence.write();
        boolean looksForKeys = !write.operation().equals("insert_overwrite_table") && !write.isDeleteOfPartitions();
        return evidence.hasTable() && looksForKeys && write.hasComplexKeyOfOneField();
    }

    private static Finding spelling(HudiLine hudi, String field, boolean storedNames) {
        String stored = storedNames ? field + ":<value>" : "<value>";
        String written = storedNames ? "<value>" : field + ":<value>";
        return Finding.of(
                RuleCatalog.COMPLEX_KEY_ENCODING_CHANGED,
                field,
                "the table's keys were spelt " + stored + ", and Hudi " + hudi.version() + " spells them " + written
                        + ": no stored row is found, and every update becomes a second row",
                new Described(written),
                new Limit(new Described(stored), "the table's record keys"),
                "Write with the Hudi release that wrote the table, or write the table anew with this one.");
    }
}
