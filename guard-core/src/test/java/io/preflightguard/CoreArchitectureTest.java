package io.preflightguard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;

@ArchTag("architecture")
@AnalyzeClasses(packages = "io.preflightguard", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_ENGINE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.spark..", "org.apache.hudi..", "org.apache.hadoop..", "org.apache.avro..", "scala..");

    @ArchTest
    static final ArchRule THE_WORDS_DEPEND_ON_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("io.preflightguard")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.preflightguard.*..");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_A_WRITER = noClasses()
            .that()
            .resideOutsideOfPackages("io.preflightguard.report", "io.preflightguard.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.preflightguard.report");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.preflightguard.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.preflightguard.cli", "picocli..");

    @ArchTest
    static final ArchRule SCHEMA_SKEW_AND_SIZING_DO_NOT_KNOW_ONE_ANOTHER = slices().matching(
                    "io.preflightguard.(schema|skew|sizing)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.preflightguard.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_DO_NO_IO = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.preflightguard",
                    "io.preflightguard.schema..",
                    "io.preflightguard.skew..",
                    "io.preflightguard.sizing..",
                    "io.preflightguard.input..",
                    "io.preflightguard.layout..",
                    "io.preflightguard.upsert..",
                    "io.preflightguard.statistics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule LOGIC_READS_NO_CLOCK_AND_DRAWS_NO_UNSEEDED_NUMBER = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class);
}
