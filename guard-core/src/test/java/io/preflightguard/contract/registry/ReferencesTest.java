package io.preflightguard.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.json.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    /** Answers by path and query. */
    private final Map<String, String> answers = new LinkedHashMap<>();

    private final List<String> asked = new ArrayList<>();

    @Test
    void eachComesAfterThoseItUsesAndOnlyOnce() throws IOException {
        given("b", 1, reference("air.D", "d", 1));
        given("c", 2, reference("air.D", "d", 1));
        given("d", 1);

        List<String> references = referencesOf("root", reference("air.B", "b", 1), reference("air.C", "c", 2));

        assertThat(references).containsExactly("text of d 1", "text of b 1", "text of c 2");
        assertThat(asked)
                .containsExactly(
                        "/subjects/b/versions/1?deleted=true",
                        "/subjects/d/versions/1?deleted=true",
                        "/subjects/c/versions/2?deleted=true");
    }

    @Test
    void aReferenceToADeletedVersionStillHolds() throws IOException {
        given("b", 1);

        assertThat(referencesOf("root", reference("air.B", "b", 1))).containsExactly("text of b 1");
        assertThat(asked).containsExactly("/subjects/b/versions/1?deleted=true");
    }

    @Test
    void versionMinusOneIsTheLatest() throws IOException {
        answers.put("/subjects/b/versions/latest", FakeRegistry.version(9, "text of b 9", ""));

        assertThat(referencesOf("root", reference("air.B", "b", -1))).containsExactly("text of b 9");
    }

    @Test
    void ofOneNameAtTwoVersionsTheFirstCounts() throws IOException {
        given("b", 1);
        given("c", 1, reference("air.B", "b", 2));

        assertThat(referencesOf("root", reference("air.B", "b", 1), reference("air.C", "c", 1)))
                .containsExactly("text of b 1", "text of c 1");
    }

    @Test
    void aSubjectWithoutAContextIsInThatOfItsParent() throws IOException {
        given("%3A.ctx%3Ab", 1, reference("air.C", "c", 1), reference("air.D", ":.other:d", 1));
        given("%3A.ctx%3Ac", 1);
        given("%3A.other%3Ad", 1, reference("air.E", "e", 1));
        given("%3A.other%3Ae", 1);

        assertThat(referencesOf(":.ctx:root", reference("air.B", "b", 1))).hasSize(4);
        assertThat(References.inContextOf("root", "b")).isEqualTo("b");
        assertThat(References.inContextOf(":.ctx:root", ":.:b")).isEqualTo(":.:b");
    }

    @Test
    void aCircleIsNamed() {
        given("b", 1, reference("air.C", "c", 1));
        given("c", 1, reference("air.B2", "b", 1));

        assertThatThrownBy(() -> referencesOf("root", reference("air.B", "b", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("references go in a circle: root version 1 -> air.B (b version 1) -> "
                        + "air.C (c version 1) -> air.B2 (b version 1); ");
    }

    @Test
    void aCircleBackToTheRootOrByNameIsNamedToo() {
        given("b", 1, reference("air.Root", "root", 1));
        given("root", 1, reference("air.B", "b", 1));
        given("c", 1, reference("air.C", "c", 2));
        given("c", 2);

        assertThatThrownBy(() -> referencesOf("root", reference("air.B", "b", 1)))
                .hasMessageContaining("circle: root version 1 -> air.B (b version 1) -> air.Root (root version 1)");
        assertThatThrownBy(() -> referencesOf("root", reference("air.C", "c", 1)))
                .hasMessageContaining("circle: root version 1 -> air.C (c version 1) -> air.C (c version 2)");
    }

    @Test
    void moreThanAThousandAreRefused() {
        for (int i = 1; i <= 1_001; i++) {
            given("s" + i, 1, reference("air.R" + (i + 1), "s" + (i + 1), 1));
        }

        assertThatThrownBy(() -> referencesOf("root", reference("air.R1", "s1", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "more than 1000 schemas are referred to by root version 1 -> air.R1 (s1 version 1) -> ")
                .hasMessageContaining("-> ... 993 more ... ->")
                .satisfies(exception -> assertThat(exception.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void aThousandAreRead() throws IOException {
        for (int i = 1; i < 1_000; i++) {
            given("s" + i, 1, reference("air.R" + (i + 1), "s" + (i + 1), 1));
        }
        given("s1000", 1);

        assertThat(referencesOf("root", reference("air.R1", "s1", 1)))
                .hasSize(1_000)
                .endsWith("text of s1 1");
    }

    @Test
    void aReferenceThatLeadsNowhereIsNamedWithItsChain() {
        given("b", 1, reference("air.C", "c", 7));

        assertThatThrownBy(() -> referencesOf("root", reference("air.B", "b", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "reference air.C of root version 1 -> air.B (b version 1) leads to version 7 of "
                                + "subject c, which does not exist (");
    }

    @Test
    void aReferenceToAnythingButAvroIsRefused() {
        answers.put(
                "/subjects/b/versions/1?deleted=true",
                FakeRegistry.version(1, "syntax = proto3", ",\"schemaType\":\"PROTOBUF\""));

        assertThatThrownBy(() -> referencesOf("root", reference("air.B", "b", 1)))
                .hasMessageContaining("version 1 of subject b is no Avro schema but PROTOBUF");
    }

    private void given(String encoded, int version, String... references) {
        answers.put(
                "/subjects/" + encoded + "/versions/" + version + "?deleted=true",
                FakeRegistry.version(
                        version,
                        "text of " + encoded + " " + version,
                        ",\"references\":[" + String.join(",", references) + "]"));
    }

    private static String reference(String name, String subject, int version) {
        return "{\"name\":\"" + name + "\",\"subject\":\"" + subject + "\",\"version\":" + version + "}";
    }

    private List<String> referencesOf(String subject, String... references) throws IOException {
        String root = FakeRegistry.version(1, "root", ",\"references\":[" + String.join(",", references) + "]");
        return References.of(
                RegisteredSchema.of(subject, new Answer("here", JsonValues.parse(root))),
                new VersionReader(this::get, "registry http://host"));
    }

    private Answer get(Resource resource) throws IOException {
        String path = resource.path() + (resource.query().isEmpty() ? "" : "?" + resource.query());
        asked.add(path);
        String answer = answers.get(path);
        if (answer == null) {
            throw new NotFoundException("nothing at " + path, true);
        }
        return new Answer("here", JsonValues.parse(answer));
    }
}
