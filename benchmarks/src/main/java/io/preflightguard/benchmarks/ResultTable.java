package io.preflightguard.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one benchmark, written anew as JSON and as a Markdown table after each, so that a broken run leaves what it had. */
public final class ResultTable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String title;
    private final Map<String, Object> setting;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> claims = new ArrayList<>();

    /** @param setting what a reader must know to run the same again: machine, arguments, versions */
    public ResultTable(String title, Map<String, Object> setting) {
        this.title = title;
        this.setting = new LinkedHashMap<>(setting);
    }

    /** Adds a row; every row has the same columns in the same order. */
    public void add(Map<String, Object> row) {
        rows.add(new LinkedHashMap<>(row));
    }

    /** Adds a sentence that says what was claimed and what was measured. */
    public void claim(String sentence) {
        claims.add(sentence);
    }

    /** Writes {@code base.json} and {@code base.md}. */
    public void write(Path base) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", title);
        all.put("setting", setting);
        all.put("claims", claims);
        all.put("rows", rows);
        Path folder = base.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(base.resolveSibling(base.getFileName() + ".json"), JSON.writeValueAsString(all) + "\n");
        Files.writeString(base.resolveSibling(base.getFileName() + ".md"), markdown());
    }

    /** The table as text. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        setting.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        claims.forEach(claim -> text.append("- ").append(claim).append('\n'));
        if (!rows.isEmpty()) {
            List<String> columns = List.copyOf(rows.get(0).keySet());
            text.append("\n| ").append(String.join(" | ", columns)).append(" |\n|");
            text.append("---|".repeat(columns.size())).append('\n');
            for (Map<String, Object> row : rows) {
                text.append("| ")
                        .append(String.join(
                                " | ",
                                columns.stream()
                                        .map(column -> cell(row.get(column)))
                                        .toList()))
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
        }
        return value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : String.valueOf(value);
    }
}
