package io.preflightguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("command-line")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardCliTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final String OLD = """
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": "string"},
              {"name": "price", "type": ["null", "string"], "default": null}
            ]}
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesTheIncidentsChangeFromStringToObjectWithPathTypesAndRule() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", fields("""
            {"name": "id", "type": "string"},
            {"name": "price", "type": ["null", {"type": "record", "name": "Price", "fields": [
              {"name": "amount", "type": "double"}]}], "default": null}"""));

        int exit = guard("schema", "check", "new.avsc", "--against", "file:old.avsc");

        assertThat(exit).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString().lines())
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith(
                        "price: FAIL [TYPE_CHANGED] string -> struct<amount: double>: stored values cannot be read");
        assertThat(out.toString()).contains("(against old.avsc, new.avsc line 3)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void passesAnAdditiveChange() throws IOException {
        write("old.avsc", OLD);
        write(
                "new.avsc",
                OLD.replace("\n]}", ",\n{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("new.avsc against old.avsc, level additive: PASS, 0 fail, 0 warn, 1 info\n")
                .contains("note: INFO [FIELD_ADDED_OPTIONAL]");
    }

    @Test
    void failsOnAWarningWhereThatIsWanted() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.replace("\"shop\"", "\"shops\""));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.OK);
        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--fail-on", "warn"))
                .isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void checksTheWholeHistoryOfADirectory() throws IOException {
        write("history/v1.avsc", fields("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"x\",\"type\":\"int\"}"));
        write("history/v2.avsc", fields("{\"name\":\"a\",\"type\":\"int\"}"));
        write(
                "new.avsc",
                fields("{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"x\",\"type\":[\"null\",\"string\"],\"default\":null}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "dir:history", "--history", "latest"))
                .as("the latest version alone")
                .isEqualTo(ExitCode.OK);
        out.getBuffer().setLength(0);
        assertThat(guard("schema", "check", "new.avsc", "--against", "dir:history"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("(2 versions)", "x: FAIL [FIELD_REINTRODUCED] int -> string");
    }

    @Test
    void aLostDefaultFailsWhereAnEarlierVersionLacksTheField() throws IOException {
        write("history/v1.avsc", fields("{\"name\":\"a\",\"type\":\"int\"}"));
        write(
                "history/v2.avsc",
                fields(
                        "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null}"));
        write("new.avsc", fields("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":[\"null\",\"int\"]}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "dir:history"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .contains("b: FAIL [FIELD_DEFAULT_REMOVED]", "v1.avsc lacks the field")
                .doesNotContain("FIELD_ADDED_OPTIONAL_NO_DEFAULT");
    }

    @Test
    void checksManyFilesEachAgainstItsOwn() throws IOException {
        write("old/orders.avsc", OLD);
        write("old/flights.avsc", OLD);
        write("new/orders.avsc", OLD);
        write("new/flights.avsc", OLD.replace("\"string\"", "\"int\""));

        assertThat(guard("schema", "check", "new/orders.avsc", "new/flights.avsc", "--against", "file:old/{file}.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .contains("new/orders.avsc against old/orders.avsc, level additive: PASS")
                .contains("new/flights.avsc against old/flights.avsc, level additive: FAIL");
        assertThat(guard("schema", "check", "new/orders.avsc", "new/flights.avsc", "--against", "file:old/orders.avsc"))
                .as("two files against one are a mistake")
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aSchemaWithoutAnEarlierVersionIsNotPassedUnlessThatIsSaid() throws IOException {
        write("new.avsc", OLD);

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:none.avsc"))
                .isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("could not be checked", "does not exist", "--allow-new");
        assertThat(guard("schema", "check", "new.avsc", "--against", "file:none.avsc", "--allow-new"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void readsTheTypesOfOtherFiles() throws IOException {
        String money = "{\"type\":\"record\",\"name\":\"shop.Money\",\"fields\":[{\"name\":\"v\",\"type\":%s}]}";
        write("money.avsc", String.format(money, "\"string\""));
        write("old-money.avsc", String.format(money, "\"int\""));
        write("old.avsc", fields("{\"name\":\"price\",\"type\":\"shop.Money\"}"));
        write("new.avsc", fields("{\"name\":\"price\",\"type\":\"shop.Money\"}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("the type 'shop.Money' is defined nowhere before it is used, in line 2");
        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--reference", "money.avsc"))
                .as("today's types are not taken for those of the old version")
                .isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("give the types it refers to with --old-reference");
        assertThat(guard(
                        "schema",
                        "check",
                        "new.avsc",
                        "--against",
                        "file:old.avsc",
                        "--reference",
                        "money.avsc",
                        "--old-reference",
                        "old-money.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("price.v: FAIL [TYPE_CHANGED] int -> string");
    }

    @Test
    void aReferenceThatAvroRefusesIsNoPass() throws IOException {
        write(
                "money.avsc",
                fields("{\"name\":\"v\",\"type\":\"int\",\"default\":\"x\"}").replace("Order", "Money"));
        write("new.avsc", fields("{\"name\":\"price\",\"type\":\"shop.Money\"}"));

        assertThat(guard("schema", "lint", "new.avsc", "--reference", "money.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("(reference).v: FAIL [DEFAULT_INVALID]");
    }

    @Test
    void aFileIsNotHeldAgainstItself() throws IOException {
        write("v/v1.avsc", OLD);
        write("v/v2.avsc", OLD.replace("[\"null\", \"string\"]", "[\"null\", \"int\"]"));

        assertThat(guard("schema", "check", "v/v2.avsc", "--against", "dir:v", "--history", "latest"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(guard("schema", "check", "v/v2.avsc", "--against", "file:./v/v2.avsc"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theFirstVersionIsJudgedByItself() throws IOException {
        write("new.avsc", fields("{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "dir:none", "--allow-new"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("a: FAIL [DEFAULT_INVALID]");
        write("fine.avsc", OLD);
        out.getBuffer().setLength(0);
        assertThat(guard("schema", "check", "fine.avsc", "--against", "dir:none", "--allow-new", "--format", "github"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("::notice file=fine.avsc").contains("no earlier version");
    }

    @Test
    void whatIsAddedMustFitATable() throws IOException {
        write("old.avsc", fields("{\"name\":\"a\",\"type\":[\"int\",\"string\"]}"));
        write(
                "new.avsc",
                fields("{\"name\":\"a\",\"type\":[\"int\",\"string\"]},"
                        + "{\"name\":\"n\",\"type\":\"null\",\"default\":null},"
                        + "{\"name\":\"u\",\"type\":[\"null\",\"int\",\"string\"],\"default\":null},"
                        + "{\"name\":\"s\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"S\",\"fields\":["
                        + "{\"name\":\"q\",\"type\":\"int\"},{\"name\":\"Q\",\"type\":\"int\"}]}],\"default\":null}"));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .contains("n: FAIL [TYPE_UNSUPPORTED]", "u: FAIL [UNION_NOT_NULLABLE_SIMPLE]")
                .contains("s.Q: FAIL [FIELD_CASE_COLLISION]")
                .doesNotContain("\na: ");
    }

    @Test
    void anAcceptedChangeIsThatChangeAndNoOther() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.replace("[\"null\", \"string\"]", "[\"null\", \"int\"]"));
        write("baseline.json", """
            {"accepted": [{"rule": "TYPE_CHANGED", "path": "price", "change": "string -> boolean", "reason": "once",
              "expires": "2027-01-01"}]}
            """);

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--baseline", "baseline.json"))
                .isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void aPasswordInAMistypedPlaceIsNotRepeated() throws IOException {
        write("new.avsc", OLD);

        assertThat(guard("schema", "check", "new.avsc", "--against", "https://user:hunter2@registry"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("hunter2").contains("--against https: is not known");
    }

    @Test
    void anUnknownKeyOfTheConfigurationIsWrongUsage() throws IOException {
        write("new.avsc", OLD);
        write("guard.properties", "fail_on=warn\n");

        assertThat(guard("schema", "lint", "new.avsc", "--config", "guard.properties"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("unknown key fail_on; the nearest is fail-on");
    }

    @Test
    void aNameMakesNoMarkupInAnyFormat() throws IOException {
        String symbol = "x\\u0022><img src=//evil>](//evil)::error::%0A";
        write("old.avsc", fields("{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}}"));
        write(
                "new.avsc",
                fields("{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"" + symbol
                        + "\"]}}"));

        for (String format : new String[] {"junit", "markdown"}) {
            out.getBuffer().setLength(0);
            guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--format", format);
            assertThat(out.toString()).as(format).contains("evil").doesNotContain("<img");
        }
        assertThat(out.toString()).as("a link in Markdown").doesNotContain("](//");
        out.getBuffer().setLength(0);
        guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--format", "github");
        assertThat(out.toString().lines())
                .allMatch(line -> line.startsWith("::"))
                .noneMatch(line -> line.contains("%0A") && !line.contains("%250A"));
    }

    @Test
    void acceptsAFindingUntilItExpires() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.replace("[\"null\", \"string\"]", "[\"null\", \"int\"]"));
        write("baseline.json", """
            {"accepted": [{"rule": "TYPE_CHANGED", "path": "price", "reason": "table rebuilt", "expires": "2026-11-21"}]}
            """);
        write("expired.json", """
            {"accepted": [{"rule": "TYPE_CHANGED", "path": "price", "reason": "table rebuilt", "expires": "2026-11-20"}]}
            """);

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--baseline", "baseline.json"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("price: INFO [TYPE_CHANGED]", "accepted until 2026-11-21 because table rebuilt");
        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--baseline", "expired.json"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("it was accepted until 2026-11-20, which has passed");
    }

    @Test
    void aBaselineWithoutAReasonIsWrongUsage() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD);
        write("baseline.json", """
            {"accepted": [{"rule": "TYPE_CHANGED", "path": "price", "expires": "2026-11-21"}]}
            """);

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--baseline", "baseline.json"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("guard: baseline file baseline.json: entry 1 has no \"reason\"\n");
    }

    @Test
    void takesSeveritiesFromTheConfigurationFile() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.replace("[\"null\", \"string\"]", "[\"null\", \"int\"]"));
        write("guard.properties", "against=file:old.avsc\nrules=TYPE_CHANGED@price=off\n");

        assertThat(guard("schema", "check", "new.avsc", "--config", "guard.properties"))
                .isEqualTo(ExitCode.OK);
        assertThat(guard("schema", "check", "new.avsc", "--config", "guard.properties", "--rules", "TYPE_CHANGED=fail"))
                .isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void aSecretThatTheEnvironmentDoesNotHoldIsNamedAndNotGuessed() throws IOException {
        write("new.avsc", OLD);
        write("guard.properties", "against=registry:http://localhost:1\nbasic.auth.user.info=${env:REGISTRY_LOGIN}\n");

        assertThat(guard("schema", "check", "new.avsc", "--config", "guard.properties"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("environment variable REGISTRY_LOGIN, which is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema check",
                "schema check new.avsc",
                "schema check new.avsc --against old.avsc",
                "schema check new.avsc --against file:",
                "schema check new.avsc --against registry:http://localhost:1",
                "schema check new.avsc --against file:old.avsc --level strict",
                "schema check new.avsc --against file:old.avsc --level registry",
                "schema check new.avsc --against file:old.avsc --format xml",
                "schema check new.avsc --against file:old.avsc --fail-on info",
                "schema check new.avsc --against file:old.avsc --rules FIELD_REMOVE=warn",
                "schema check new.avsc --against file:old.avsc --nosuch",
                "schema check new.avsc --against git:-rf",
                "schema lint",
                "schema lint new.avsc --hudi newest",
                "schema",
                "rules show FIELD_REMOVE",
                "rules",
                ""
            })
    void wrongUsageIsSaidOnStandardErrorInOneLine(String line) throws IOException {
        write("new.avsc", OLD);

        int exit = guard(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst().orElseThrow()).startsWith("guard: ");
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "junit", "github", "sarif", "markdown"})
    void whatCouldNotBeCheckedIsNoPassInAnyFormat(String format) throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.substring(0, 60));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--format", format))
                .isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("not an Avro schema");
        assertThat(err.toString()).contains("new.avsc could not be checked").doesNotContain("\tat ");
    }

    @Test
    void jsonHasTheShapeThatIsDocumented() throws IOException {
        write("old.avsc", OLD);
        write("new.avsc", OLD.replace("\"id\", \"type\": \"string\"", "\"id\", \"type\": \"bytes\""));

        guard("schema", "check", "new.avsc", "--against", "file:old.avsc", "--format", "json");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("verdict").asText()).isEqualTo("fail");
        JsonNode finding = json.get("findings").get(0);
        assertThat(finding.get("rule").asText()).isEqualTo("TYPE_STRING_BYTES");
        assertThat(finding.get("severity").asText()).isEqualTo("fail");
        assertThat(finding.get("subject").asText()).isEqualTo("id");
        assertThat(finding.get("old").asText()).isEqualTo("string");
        assertThat(finding.get("new").asText()).isEqualTo("binary");
        assertThat(finding.get("pair").asText()).isEqualTo("old.avsc");
        assertThat(finding.get("file").asText()).isEqualTo("new.avsc");
        assertThat(finding.get("line").asInt()).isEqualTo(2);
        assertThat(finding.fieldNames())
                .toIterable()
                .containsExactly(
                        "rule", "severity", "subject", "old", "new", "message", "suggestion", "pair", "file", "line");
    }

    @Test
    void lintJudgesOneSchemaByItself() throws IOException {
        write("new.avsc", fields("""
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "u", "type": ["int", "string"]},
            {"name": "d", "type": ["string", "null"], "default": null},
            {"name": "day", "type": "int", "logicalType": "date"}"""));

        assertThat(guard("schema", "lint", "new.avsc")).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .contains("at: WARN [TIMESTAMP_MILLIS_ON_OLD_HUDI]")
                .contains("u: FAIL [UNION_NOT_NULLABLE_SIMPLE] union<int, string>")
                .contains("d: FAIL [DEFAULT_NOT_FIRST_BRANCH] default null")
                .contains("day: WARN [LOGICAL_TYPE_IGNORED]");
        out.getBuffer().setLength(0);
        guard("schema", "lint", "new.avsc", "--hudi", "1.1.0");
        assertThat(out.toString()).doesNotContain("TIMESTAMP_MILLIS_ON_OLD_HUDI");
    }

    @Test
    void rulesAreListedAndShown() {
        assertThat(guard("rules", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("FIELD_REMOVED +FAIL  Every known field arrives again");
        assertThat(guard("rules", "show", "field_removed")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("FIELD_REMOVED\n\nEvery known field");
    }

    @Test
    void badSchemasEndInTimeWithOneLine() throws IOException {
        write("old.avsc", OLD);
        Map<String, String> bad = new HashMap<>();
        bad.put("truncated", OLD.substring(0, OLD.length() / 2));
        bad.put("empty", "");
        bad.put("a thousand levels", "{\"type\":\"array\",\"items\":".repeat(1_000) + "\"int\"" + "}".repeat(1_000));
        bad.put("duplicates", fields("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}"));
        bad.put("cycle", "{\"type\":\"array\",\"items\":\"shop.Order\"}");
        bad.put("bomb", bomb(40));
        bad.put("stacked", stacked());
        bad.put("html", "<!DOCTYPE html><html></html>");
        bad.forEach((name, text) -> {
            write(name + ".avsc", text);
            out.getBuffer().setLength(0);

            int exit = guard("schema", "check", name + ".avsc", "--against", "file:old.avsc");

            assertThat(exit).as(name).isEqualTo(ExitCode.COULD_NOT_CHECK);
            assertThat(out.toString().lines()).as(name).hasSize(1);
        });
        Files.write(folder.resolve("binary.avsc"), new byte[] {(byte) 0xff, 0, (byte) 0xc3, 0x28});
        assertThat(guard("schema", "check", "binary.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void deepNestingIsChecked() throws IOException {
        String deep = "{\"type\":\"array\",\"items\":".repeat(390) + "\"int\"" + "}".repeat(390);
        write("deep.avsc", deep);
        write("deeper.avsc", deep.replace("\"int\"", "\"string\""));

        assertThat(guard("schema", "check", "deeper.avsc", "--against", "file:deep.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("TYPE_CHANGED");
    }

    @Test
    void aSchemaOfFiftyMegabytesIsChecked() throws IOException {
        StringBuilder fields = new StringBuilder("{\"name\":\"id\",\"type\":\"string\"}");
        for (int i = 0; fields.length() < (50 << 20); i++) {
            fields.append(",\n{\"name\":\"field_with_a_rather_long_name_")
                    .append(i)
                    .append("\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"")
                    .append("x".repeat(200))
                    .append("\"}");
        }
        write("old.avsc", fields(fields.toString()));
        write("new.avsc", fields(fields.toString().replace("\"id\",\"type\":\"string\"", "\"id\",\"type\":\"int\"")));

        assertThat(guard("schema", "check", "new.avsc", "--against", "file:old.avsc"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("id: FAIL [TYPE_CHANGED] string -> int");
    }

    @Test
    void aStackTraceIsShownOnlyWhereItIsAskedFor() throws IOException {
        write("old.avsc", OLD);
        write("bad.avsc", "{");

        guard("schema", "check", "bad.avsc", "--against", "file:old.avsc", "--verbose");

        assertThat(err.toString()).contains("SchemaFormatException", "\tat ");
    }

    /** Named types that nest where they are used, far beyond what one text nests. */
    private static String stacked() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String inner = i == 0 ? "\"int\"" : "\"T" + (i - 1) + "\"";
            fields.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"f")
                    .append(i)
                    .append("\",\"type\":{\"type\":\"record\",\"name\":\"T")
                    .append(i)
                    .append("\",\"fields\":[{\"name\":\"a\",\"type\":")
                    .append("{\"type\":\"array\",\"items\":".repeat(190))
                    .append(inner)
                    .append("}".repeat(190))
                    .append("}]}}");
        }
        return fields(fields.toString());
    }

    /** Each type uses the one before twice. */
    private static String bomb(int levels) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            String before = i == 0 ? "\"int\"" : "\"T" + (i - 1) + "\"";
            fields.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"f")
                    .append(i)
                    .append("\",\"type\":{\"type\":\"record\",\"name\":\"T")
                    .append(i)
                    .append("\",\"fields\":[{\"name\":\"a\",\"type\":")
                    .append(before)
                    .append("},{\"name\":\"b\",\"type\":")
                    .append(before)
                    .append("}]}}");
        }
        return fields(fields.toString());
    }

    private static String fields(String fields) {
        return "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[\n" + fields + "]}\n";
    }

    private int guard(String... arguments) {
        return GuardCli.run(
                new Surroundings(folder, Map.of(), TODAY, new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
