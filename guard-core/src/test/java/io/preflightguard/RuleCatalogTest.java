package io.preflightguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RuleCatalogTest {

    @Test
    void listsEveryRuleOnceSortedById() {
        List<Rule> declared = Arrays.stream(RuleCatalog.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Rule.class)
                .map(RuleCatalogTest::value)
                .sorted(Comparator.comparing(Rule::id))
                .toList();

        assertThat(RuleCatalog.all()).isEqualTo(declared);
        assertThat(RuleCatalog.all()).extracting(Rule::id).doesNotHaveDuplicates();
    }

    @Test
    void findsARuleById() {
        assertThat(RuleCatalog.find("KEY_SKEW")).contains(RuleCatalog.KEY_SKEW);
        assertThat(RuleCatalog.find("NO_SUCH_RULE")).isEmpty();
    }

    @Test
    @Tag("repository")
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        Path root = RepositoryRoot.find();

        for (Rule rule : RuleCatalog.all()) {
            Path page = root.resolve(rule.page());
            assertThat(page).as("page of %s", rule.id()).exists();
            assertThat(Files.readString(page))
                    .as("page of %s", rule.id())
                    .startsWith("# " + rule.id() + "\n")
                    .contains(rule.purpose())
                    .contains("Severity: " + rule.severity())
                    .contains("## Why", "## Example", "## What to do");
        }
        try (Stream<Path> pages = Files.list(root.resolve("docs/rules"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .as("pages without a rule")
                    .containsExactlyInAnyOrderElementsOf(RuleCatalog.all().stream()
                            .map(rule -> rule.id() + ".md")
                            .toList());
        }
        String index = Files.readString(root.resolve("docs/rules/README.md"));
        for (Rule rule : RuleCatalog.all()) {
            assertThat(index)
                    .as("the index of rules")
                    .contains("| [" + rule.id() + "](" + rule.id() + ".md) | " + rule.category() + " | "
                            + rule.severity() + " | " + rule.purpose() + " |");
        }
    }

    private static Rule value(java.lang.reflect.Field field) {
        try {
            return (Rule) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
