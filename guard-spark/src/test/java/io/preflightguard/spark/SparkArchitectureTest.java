package io.preflightguard.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@ArchTag("architecture")
@AnalyzeClasses(packages = "io.preflightguard.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class SparkArchitectureTest {

    @ArchTest
    static final ArchRule SPARK_KNOWS_NO_HUDI =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.hudi..");

    @ArchTest
    static final ArchRule PLANS_ARE_WALKED_IN_ONE_ROOM = noClasses()
            .that()
            .resideOutsideOfPackage("io.preflightguard.spark.internal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark.sql.execution..", "org.apache.spark.sql.catalyst.trees..", "scala..");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.preflightguard.spark.(*)..").should().beFreeOfCycles();
}
