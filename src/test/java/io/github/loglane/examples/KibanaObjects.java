package io.github.loglane.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the file that Kibana imports, one object a line, of the files that people read and change, one object each. Kibana
 * keeps parts of an object as JSON within a string, some of them twice; in the source these are plain objects.
 */
final class KibanaObjects {

    static final Path SOURCE = Path.of("examples/kibana/objects");
    static final Path GENERATED = Path.of("examples/kibana/loglane.ndjson");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A Vega spec is shown in Kibana's editor as it is, so it keeps its lines; the same ones on every system. */
    private static final DefaultPrettyPrinter LINES =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private KibanaObjects() {}

    /** The text of the file that the source gives. */
    static String generate() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : sources()) {
            text.append(JSON.writeValueAsString(embedded(JSON.readTree(file.toFile()))))
                    .append('\n');
        }
        return text.toString();
    }

    /** The objects of the generated file, with what is JSON in strings as plain objects again. */
    static List<JsonNode> read() throws IOException {
        try (Stream<String> lines = Files.lines(GENERATED)) {
            return lines.map(KibanaObjects::parsed).map(KibanaObjects::expanded).toList();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Whether Kibana wants the member of this name as JSON within a string. */
    static boolean isEmbedded(String name) {
        return name.endsWith("JSON") || name.equals("visState") || name.equals("spec");
    }

    private static JsonNode embedded(JsonNode node) throws JsonProcessingException {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            for (JsonNode element : array) {
                copy.add(embedded(element));
            }
            return copy;
        }
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        ObjectNode copy = JSON.createObjectNode();
        for (var member : node.properties()) {
            String name = member.getKey();
            JsonNode value = embedded(member.getValue());
            copy.set(name, isEmbedded(name) ? TextNode.valueOf(text(name, value)) : value);
        }
        return copy;
    }

    private static String text(String name, JsonNode value) throws JsonProcessingException {
        return name.equals("spec") ? JSON.writer(LINES).writeValueAsString(value) : JSON.writeValueAsString(value);
    }

    private static JsonNode expanded(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(expanded(element)));
            return copy;
        }
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        ObjectNode copy = JSON.createObjectNode();
        for (var member : node.properties()) {
            JsonNode value = member.getValue();
            if (isEmbedded(member.getKey())) {
                if (!value.isTextual()) {
                    throw new AssertionError(member.getKey() + ": expecting: JSON in a string, found: " + value);
                }
                value = parsed(value.textValue());
            }
            copy.set(member.getKey(), expanded(value));
        }
        return copy;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("expecting: JSON, found: " + text, e);
        }
    }
}
