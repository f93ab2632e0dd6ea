package io.preflightguard.report;

import io.preflightguard.Severity;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaReport;
import java.util.List;
import java.util.stream.Collectors;

/** One suite, one test case a schema; warnings are its output. */
final class SchemaJUnit {

    private SchemaJUnit() {}

    static String of(SchemaReport report, Severity threshold) {
        List<CheckedSchema> schemas = report.schemas();
        long failures = schemas.stream()
                .filter(schema -> schema.count(Severity.FAIL) > 0)
                .count();
        long errors =
                schemas.stream().filter(schema -> schema.problem().isPresent()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<testsuite name=\"guard schema\" tests=\"")
                .append(schemas.size())
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"")
                .append(errors)
                .append("\">\n");
        schemas.forEach(schema -> append(xml, schema, threshold));
        return xml.append("</testsuite>\n").toString();
    }

    private static void append(StringBuilder xml, CheckedSchema schema, Severity threshold) {
        xml.append("  <testcase classname=\"schema\" name=\"")
                .append(escaped(schema.file()))
                .append("\">\n");
        String failing = lines(schema, threshold, true);
        String others = lines(schema, threshold, false);
        if (schema.problem().isPresent()) {
            element(xml, "error", SchemaText.headline(schema), "");
        } else if (!failing.isEmpty()) {
            element(xml, "failure", SchemaText.headline(schema), failing);
        }
        if (!others.isEmpty()) {
            xml.append("    <system-out>").append(escaped(others)).append("</system-out>\n");
        }
        xml.append("  </testcase>\n");
    }

    private static String lines(CheckedSchema schema, Severity threshold, boolean failing) {
        return schema.findings().stream()
                .filter(finding -> (finding.severity().compareTo(threshold) >= 0) == failing)
                .map(finding -> SchemaText.line(finding, schema.file()))
                .collect(Collectors.joining("\n"));
    }

    private static void element(StringBuilder xml, String name, String message, String body) {
        xml.append("    <")
                .append(name)
                .append(" message=\"")
                .append(escaped(message))
                .append("\">")
                .append(escaped(body))
                .append("</")
                .append(name)
                .append(">\n");
    }

    /** XML 1.0 has no way to write most control characters. */
    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]|[\uFFFE\uFFFF]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
