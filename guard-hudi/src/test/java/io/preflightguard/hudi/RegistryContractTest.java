package io.preflightguard.hudi;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.Verdict;
import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractSource;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.NoSuchContractException;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.contract.registry.RegistryConfig;
import io.preflightguard.contract.registry.RegistryContracts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts in a real registry; Confluent's own client reads and writes the same subjects beside ours. */
@Tag("registry")
class RegistryContractTest {

    private static final String ORDERS = orders("[\"null\",\"string\"],\"default\":null");
    private static final String ITEM = "{\"type\":\"record\",\"name\":\"Item\",\"namespace\":\"shop\",\"fields\":["
            + "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"price\",\"type\":\"int\"}]}";

    private static TestRegistry registry;
    private static SchemaRegistryClient confluent;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = TestRegistry.start();
        confluent = new CachedSchemaRegistryClient(registry.url(), 100);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void aContractInTheRegistryGuardsAWrite() throws IOException, RestClientException {
        confluent.register("orders-value", new AvroSchema(ORDERS));
        HudiPreflight preflight = HudiPreflight.on(TestHudi.session())
                .contract(contract("orders-value"))
                .build();
        Path table = folder.resolve("orders");

        PreflightReport written = preflight.write(
                TestHudi.orders().withColumn("note", expr("nullif('a', 'b')")),
                TestHudi.options("insert"),
                table.toString(),
                SaveMode.Append);

        assertThat(written.verdict()).as(written.headline()).isEqualTo(Verdict.PASSED);
        assertThatThrownBy(() -> preflight.write(
                        TestHudi.orders().withColumn("note", expr("named_struct('text', 'a')")),
                        TestHudi.options("upsert"),
                        table.toString(),
                        SaveMode.Append))
                .isInstanceOf(PreflightViolationException.class)
                .hasMessageContaining("note: string -> struct<text: string>");
        assertThat(TestHudi.count(table)).isEqualTo(1000);
    }

    @Test
    void aSubjectThatDoesNotExistIsNoPass() {
        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .contract(contract("no-such-subject"))
                .build()
                .check(
                        TestHudi.orders(),
                        TestHudi.options("insert"),
                        folder.resolve("t").toString());

        assertThat(TestHudi.outcome(report, "schema: input against contract"))
                .isInstanceOfSatisfying(Outcome.Errored.class, errored -> assertThat(errored.problem())
                        .contains("subject no-such-subject does not exist"));
        assertThat(report.verdict()).isNotEqualTo(Verdict.PASSED);
        assertThatThrownBy(() -> contract("no-such-subject").source().load(History.LATEST))
                .isInstanceOf(NoSuchContractException.class);
    }

    @Test
    void readsTheWholeHistoryAsConfluentsClientDoes() throws IOException, RestClientException {
        String subject = "history-value";
        confluent.register(subject, new AvroSchema(orders("[\"null\",\"string\"],\"default\":null")));
        confluent.register(subject, new AvroSchema(orders("\"string\"")));
        confluent.register(subject, new AvroSchema(orders("\"bytes\"")));

        Contract ours = contract(subject).source().load(History.ALL);

        List<String> theirs = new ArrayList<>();
        for (int version : confluent.getAllVersions(subject)) {
            theirs.add(confluent.getSchemaMetadata(subject, version).getSchema());
        }
        assertThat(ours.versions()).extracting(ContractVersion::schema).containsExactlyElementsOf(theirs);
        assertThat(contract(subject).source().load(History.LATEST).latest().schema())
                .isEqualTo(confluent.getLatestSchemaMetadata(subject).getSchema());
    }

    @Test
    void readsTheSubjectsLevel() throws IOException, RestClientException {
        confluent.register("level-value", new AvroSchema(ORDERS));
        confluent.updateCompatibility("level-value", "FULL_TRANSITIVE");

        assertThat(contract("level-value").source().load(History.LATEST).level())
                .contains(RegistryLevel.FULL_TRANSITIVE);
    }

    @Test
    void resolvesReferences() throws IOException, RestClientException {
        confluent.register("item", new AvroSchema(ITEM));
        String order = "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                + "{\"name\":\"item\",\"type\":\"shop.Item\"}]}";
        confluent.register(
                "referring",
                new AvroSchema(
                        order, List.of(new SchemaReference("shop.Item", "item", 1)), Map.of("shop.Item", ITEM), 1));

        ContractVersion version =
                contract("referring").source().load(History.LATEST).latest();

        assertThat(version.references()).singleElement().asString().contains("\"price\"");
        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .contract(contract("referring"))
                .build()
                .check(
                        TestHudi.orders().select("id", "p", "ts", "item"),
                        TestHudi.options("insert"),
                        folder.resolve("t").toString());
        assertThat(report.blockingFindings())
                .as("id, p and ts are not in this contract; item fits")
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder("id", "p", "ts");
    }

    @Test
    void aDeletedVersionIsNotCompared() throws IOException, RestClientException, InterruptedException {
        confluent.register("deleted-value", new AvroSchema(ORDERS));
        confluent.register("deleted-value", new AvroSchema(orders("\"long\"")));
        registry.send("DELETE", "/subjects/deleted-value/versions/2", "");

        assertThat(contract("deleted-value").source().load(History.ALL).versions())
                .extracting(ContractVersion::label)
                .containsExactly("version 1");
    }

    @Test
    void aNameWithASlashIsOneSubject() throws IOException, RestClientException {
        confluent.register("team/orders value", new AvroSchema(ORDERS));

        assertThat(contract("team/orders value").source().load(History.ALL).versions())
                .hasSize(1);
    }

    /** What a user does who brings a client of his own. */
    @Test
    void confluentsClientCanBePluggedIn() throws IOException, RestClientException {
        confluent.register("plugged-value", new AvroSchema(ORDERS));
        ContractSource theirs = history -> {
            try {
                var latest = confluent.getLatestSchemaMetadata("plugged-value");
                return new Contract(
                        List.of(new ContractVersion("version " + latest.getVersion(), latest.getSchema())),
                        Optional.empty());
            } catch (RestClientException refused) {
                throw new IOException("subject plugged-value: " + refused.getMessage(), refused);
            }
        };

        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .contract(new SchemaContract("plugged-value", theirs))
                .build()
                .check(
                        TestHudi.orders().drop("amount").withColumn("note", expr("nullif('a', 'b')")),
                        TestHudi.options("insert"),
                        folder.resolve("t").toString());

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("FIELD_REMOVED amount");
    }

    private static SchemaContract contract(String subject) {
        return RegistryContracts.subject(RegistryConfig.of(Map.of("schema.registry.url", registry.url())), subject);
    }

    private static String orders(String noteType) {
        return "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"p\",\"type\":\"string\"},"
                + "{\"name\":\"ts\",\"type\":\"long\"},"
                + "{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,"
                + "\"scale\":2}},"
                + "{\"name\":\"item\",\"type\":" + ITEM + "},"
                + "{\"name\":\"note\",\"type\":" + noteType + "}]}";
    }
}
