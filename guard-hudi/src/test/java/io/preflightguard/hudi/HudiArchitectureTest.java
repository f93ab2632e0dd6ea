package io.preflightguard.hudi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@ArchTag("architecture")
@AnalyzeClasses(packages = "io.preflightguard", importOptions = ImportOption.DoNotIncludeTests.class)
class HudiArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THREE_ROOMS_TOUCH_HUDI = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.preflightguard.hudi.table",
                    "io.preflightguard.hudi.bulkinsert",
                    // Weighs Hudi's own records as Hudi makes them; copies of its classes would weigh something else.
                    "io.preflightguard.hudi.shuffle")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hudi..");

    @ArchTest
    static final ArchRule CORE_AND_SPARK_DO_NOT_KNOW_HUDI = noClasses()
            .that()
            .resideOutsideOfPackage("io.preflightguard.hudi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.preflightguard.hudi..");

    @ArchTest
    static final ArchRule SPARKS_INTERNALS_ARE_FOR_THE_SPARK_MODULE = noClasses()
            .that()
            .resideInAPackage("io.preflightguard.hudi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.preflightguard.spark.internal");

    @ArchTest
    static final ArchRule SIGNATURES_SHOW_NOTHING_OF_HUDI_OR_SCALA = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.preflightguard.hudi")
            .should()
            .haveRawReturnType(resideInAnyPackage("org.apache.hudi..", "scala.."))
            .orShould()
            .haveRawReturnType(resideInAPackage("org.apache.avro.."));
}
