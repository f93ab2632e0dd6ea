package io.preflightguard.contract.registry;

import static io.preflightguard.contract.registry.FakeRegistry.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.contract.SchemaContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectReaderTest {

    private static final String VERSIONS = "/subjects/flights-value/versions";
    private static final String CONFIG = "/config/flights-value?defaultToGlobal=true";

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void readsEveryVersionOldestFirstWithTheLevel() throws IOException {
        registry.answer(VERSIONS, "[2,10,1]")
                .answer(VERSIONS + "/1", version(1, "one", ""))
                .answer(
                        VERSIONS + "/2",
                        version(2, "two", ",\"schemaType\":\"AVRO\",\"references\":null,\"metadata\":null"))
                .answer(VERSIONS + "/10", version(10, "ten", ",\"references\":[],\"ts\":1,\"deleted\":false"))
                .answer(CONFIG, "{\"compatibilityLevel\":\"FULL_TRANSITIVE\",\"normalize\":true}");

        SchemaContract contract = contract("flights-value");
        Contract loaded = contract.source().load(History.ALL);

        assertThat(contract.name()).isEqualTo("registry " + registry.url() + " subject flights-value");
        assertThat(loaded.versions())
                .containsExactly(
                        new ContractVersion("version 1", "one"),
                        new ContractVersion("version 2", "two"),
                        new ContractVersion("version 10", "ten"));
        assertThat(loaded.level()).contains(RegistryLevel.FULL_TRANSITIVE);
        assertThat(registry.headers()).allSatisfy(headers -> {
            assertThat(headers.getFirst("Accept"))
                    .isEqualTo("application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, "
                            + "application/json");
            assertThat(headers).doesNotContainKeys("Authorization", "Upgrade");
        });
    }

    @Test
    void readsOnlyTheLatestVersionWhereThatIsEnough() throws IOException {
        registry.subject("flights-value", "one", "two", "three");

        Contract loaded = contract("flights-value").source().load(History.LATEST);

        assertThat(loaded.versions()).containsExactly(new ContractVersion("version 3", "three"));
        assertThat(registry.requests()).containsExactly(VERSIONS, CONFIG, VERSIONS + "/3");
    }

    @Test
    void anUnknownSubjectIsAnErrorAndNoEmptyContract() {
        registry.answer(VERSIONS, 404, FakeRegistry.UNKNOWN_SUBJECT)
                .answer("/config", "{\"compatibilityLevel\":\"NONE\"}");

        assertThatThrownBy(() -> load("flights-value"))
                .isInstanceOf(IOException.class)
                .hasMessage("subject flights-value does not exist in registry " + registry.url()
                        + "; check its name, such as flights-value for the values of topic flights");
        assertThat(registry.requests()).containsExactly(VERSIONS);
    }

    @Test
    void aPageThatIsNotTheRegistrysPointsToTheUrl() {
        registry.answer(VERSIONS, 404, "<html>no such page</html>");

        assertThatThrownBy(() -> load("flights-value"))
                .hasMessageContaining("does not exist in registry")
                .hasMessageContaining("check the path of schema.registry.url");
    }

    @Test
    void aSubjectWithoutAVersionIsAnError() {
        registry.answer(VERSIONS, "[]");

        assertThatThrownBy(() -> load("flights-value"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("subject flights-value has no version in registry " + registry.url());
    }

    @ParameterizedTest
    @CsvSource({"40408", "40401"})
    void aSubjectWithoutALevelHasTheGlobalOne(int code) throws IOException {
        registry.subject("flights", "one")
                .answer("/subjects/flights-value/versions", "[1]")
                .answer(VERSIONS + "/1", version(1, "one", ""))
                .answer(CONFIG, 404, "{\"error_code\":" + code + ",\"message\":\"no level\"}")
                .answer("/config", "{\"compatibilityLevel\":\"FORWARD\"}");

        assertThat(load("flights-value").level()).contains(RegistryLevel.FORWARD);
    }

    @Test
    void aRegistryWithoutLevelsGivesNone() throws IOException {
        registry.answer(VERSIONS, "[1]")
                .answer(VERSIONS + "/1", version(1, "one", ""))
                .answer(CONFIG, 404, "{\"error_code\":40408,\"message\":\"no level\"}")
                .answer("/config", 404, "");

        assertThat(load("flights-value").level()).isEmpty();
    }

    @Test
    void aLevelThatCannotBeReadIsAnError() {
        registry.subject("a", "one").subject("b", "one");
        FakeRegistry unknown = registry.answer("/subjects/c/versions", "[1]")
                .answer("/config/c?defaultToGlobal=true", "{\"compatibilityLevel\":\"LOGICAL\\n\"}")
                .answer("/subjects/d/versions", "[1]")
                .answer("/config/d?defaultToGlobal=true", 403, "{\"error_code\":40301,\"message\":\"denied\"}");

        assertThat(unknown).isNotNull();
        assertThatThrownBy(() -> load("c"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "compatibility level LOGICAL, which is not known here; known are [NONE, BACKWARD,")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> load("d"))
                .hasMessageContaining("answered 403 with error_code 40301 (denied); the credentials do not suffice");
    }

    @Test
    void aSubjectIsOneSegmentOfThePathWhateverItsName() throws IOException {
        registry.subject("%3A.ctx%3Aorders-value", "one")
                .subject("a%2Fb%20c%2Bd%25%3F%23%C3%BC%2A", "two")
                .subject("%2E%2E", "three");

        assertThat(load(":.ctx:orders-value").latest().schema()).isEqualTo("one");
        assertThat(load("a/b c+d%?#ü*").latest().schema()).isEqualTo("two");
        assertThat(load("..").latest().schema()).isEqualTo("three");
    }

    @Test
    void theUrlMayHaveAPath() throws IOException {
        registry.answer("/apis/ccompat/v7/subjects/s/versions", "[1]")
                .answer("/apis/ccompat/v7/subjects/s/versions/1", version(1, "one", ""))
                .answer("/apis/ccompat/v7/config/s?defaultToGlobal=true", "{\"compatibilityLevel\":\"NONE\"}");

        Contract loaded = RegistryContracts.subject(
                        RegistryConfig.of(Map.of("schema.registry.url", registry.url() + "/apis/ccompat/v7/")), "s")
                .source()
                .load(History.ALL);

        assertThat(loaded.latest().schema()).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void onlyAvroIsAContract(String type) {
        registry.answer(VERSIONS, "[3]")
                .answer(CONFIG, "{\"compatibilityLevel\":\"NONE\"}")
                .answer(VERSIONS + "/3", version(3, "one", ",\"schemaType\":\"" + type + "\""));

        assertThatThrownBy(() -> load("flights-value"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3 of subject flights-value is no Avro schema but " + type);
    }

    @Test
    void aVersionDeletedInBetweenIsSaidToBe() {
        registry.subject("flights-value", "one").answer(VERSIONS, "[1,2]");
        registry.answer("/subjects/other/versions", "[1]")
                .answer("/config/other?defaultToGlobal=true", "{\"compatibilityLevel\":\"NONE\"}");

        assertThatThrownBy(() -> load("other"))
                .hasMessageContaining("version 1 of subject other is gone from registry " + registry.url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}|{}|a list",
                "[1,\"secret\"]|{}|{}|a list of version numbers",
                "[0]|{}|{}|a list of version numbers",
                "[1.5]|{}|{}|a list of version numbers",
                "[1]|[]|{}|an object",
                "[1]|{\"compatibilityLevel\":7}|{}|a text as compatibilityLevel",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|[]|an object",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"schema\":\"secret\"}|a version number as version",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":2,\"schema\":\"secret\"}|version 1",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1}|a text as schema",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":{\"type\":\"secret\"}}|a text as schema",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":\"\",\"references\":{}}|a list as references",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":\"\",\"references\":[1]}|a list of objects as references",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":\"\",\"references\":[{\"name\":\"secret\"}]}|a text as subject",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":\"\",\"metadata\":[]}|an object as metadata",
                "[1]|{\"compatibilityLevel\":\"NONE\"}|{\"version\":1,\"schema\":\"\",\"metadata\":{\"properties\":{\"a\":1}}}|texts as metadata properties",
            })
    void anAnswerOfAnotherShapeIsAnErrorThatDoesNotQuoteIt(
            String versions, String config, String version, String expected) {
        registry.answer(VERSIONS, versions).answer(CONFIG, config).answer(VERSIONS + "/1", version);

        assertThatThrownBy(() -> load("flights-value"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" answered with JSON other than ")
                .hasMessageContaining(expected + "; check")
                .hasMessageNotContaining("secret");
    }

    @Test
    void onlyTheVersionsOfTheLatestsGroupCount() throws IOException {
        groups();

        Contract all = load("flights-value");

        assertThat(all.versions())
                .extracting(ContractVersion::label)
                .containsExactly("version 3 (major=2)", "version 4 (major=2)");
    }

    @Test
    void theGroupCanBeStated() throws IOException {
        groups();

        assertThat(load("flights-value", Map.of("compatibility.group.value", "1"), History.ALL)
                        .versions())
                .extracting(ContractVersion::label)
                .containsExactly("version 2 (major=1)");
        assertThat(load("flights-value", Map.of("compatibility.group.value", "1"), History.LATEST)
                        .versions())
                .extracting(ContractVersion::label)
                .containsExactly("version 2 (major=1)");
        assertThatThrownBy(() -> load("flights-value", Map.of("compatibility.group.value", "9"), History.LATEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no version with major=9");
    }

    @Test
    void versionsWithoutAGroupAreAGroupOfTheirOwn() throws IOException {
        groups();
        registry.answer("/subjects/old/versions", "[1,2]")
                .answer(
                        "/config/old?defaultToGlobal=true",
                        "{\"compatibilityLevel\":\"FULL\",\"compatibilityGroup\":\"major\"}")
                .answer("/subjects/old/versions/1", grouped(1, "\"major\":\"1\""))
                .answer("/subjects/old/versions/2", version(2, "two", ""));

        assertThat(load("old").versions()).extracting(ContractVersion::label).containsExactly("version 2 (no major)");
    }

    @Test
    void aGroupThatTheSubjectDoesNotHaveIsAnError() {
        registry.subject("flights-value", "one");

        assertThatThrownBy(() -> load("flights-value", Map.of("compatibility.group.value", "1"), History.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no compatibility group in registry");
    }

    private void groups() {
        registry.answer(VERSIONS, "[1,2,3,4]")
                .answer(CONFIG, "{\"compatibilityLevel\":\"FULL\",\"compatibilityGroup\":\"major\"}")
                .answer(VERSIONS + "/1", version(1, "one", ""))
                .answer(VERSIONS + "/2", grouped(2, "\"major\":\"1\""))
                .answer(VERSIONS + "/3", grouped(3, "\"major\":\"2\",\"other\":\"1\""))
                .answer(VERSIONS + "/4", grouped(4, "\"major\":\"2\""));
    }

    private static String grouped(int number, String properties) {
        return version(number, "text", ",\"metadata\":{\"tags\":null,\"properties\":{" + properties + "}}");
    }

    private SchemaContract contract(String subject) {
        return RegistryContracts.subject(RegistryConfig.of(Map.of("schema.registry.url", registry.url())), subject);
    }

    private Contract load(String subject) throws IOException {
        return contract(subject).source().load(History.ALL);
    }

    private Contract load(String subject, Map<String, String> settings, History history) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", registry.url());
        return RegistryContracts.subject(RegistryConfig.of(all), subject)
                .source()
                .load(history);
    }
}
