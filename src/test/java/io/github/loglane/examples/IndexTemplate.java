package io.github.loglane.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The fields that the index template in the examples declares, by their full names. */
final class IndexTemplate {

    static final Path FILE = Path.of("examples/elasticsearch/loglane-template.json");

    private final Map<String, String> types = new TreeMap<>();

    private IndexTemplate() {}

    static IndexTemplate read() throws IOException {
        IndexTemplate template = new IndexTemplate();
        JsonNode mappings =
                new ObjectMapper().readTree(FILE.toFile()).path("template").path("mappings");
        template.collect("", mappings.path("properties"));
        return template;
    }

    /** Type by name, sub-fields of a field too. */
    Map<String, String> types() {
        return types;
    }

    private void collect(String prefix, JsonNode properties) {
        for (var member : properties.properties()) {
            String name = prefix + member.getKey();
            JsonNode field = member.getValue();
            types.put(name, field.path("type").asText("object"));
            collect(name + '.', field.path("properties"));
            collect(name + '.', field.path("fields"));
        }
    }
}
