package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * {@code examples/kibana/loglane.ndjson} is what its source gives, holds together, and asks for fields that exist. No Kibana
 * can be had here that would say so itself.
 */
class KibanaObjectsTest {

    private static final String WRITE = "loglane.kibana.write";

    /** The versions that Kibana 8.9 wrote, which it and every later one migrates from. */
    private static final Map<String, String> VERSIONS = Map.of(
            "index-pattern", "8.0.0",
            "search", "8.0.0",
            "visualization", "8.5.0",
            "dashboard", "8.9.0");

    /** Of each type the attributes that Kibana's own schema knows: it refuses an object that has others. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "index-pattern", Set.of("title", "name", "timeFieldName"),
            "search",
                    Set.of(
                            "title",
                            "description",
                            "columns",
                            "sort",
                            "grid",
                            "hideChart",
                            "isTextBasedQuery",
                            "timeRestore",
                            "kibanaSavedObjectMeta"),
            "visualization",
                    Set.of("title", "description", "visState", "uiStateJSON", "version", "kibanaSavedObjectMeta"),
            "dashboard",
                    Set.of(
                            "title",
                            "description",
                            "version",
                            "timeRestore",
                            "timeFrom",
                            "timeTo",
                            "refreshInterval",
                            "controlGroupInput",
                            "optionsJSON",
                            "panelsJSON",
                            "kibanaSavedObjectMeta"));

    @Test
    void generatedFile_isWhatTheSourceGives() throws IOException {
        String generated = KibanaObjects.generate();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(KibanaObjects.GENERATED, generated);
        }
        assertThat(Files.readString(KibanaObjects.GENERATED))
                .withFailMessage(
                        "expecting: %s as %s gives it, found: another; write it with%n"
                                + "    mvn -B test -Dtest=KibanaObjectsTest -D%s=true",
                        KibanaObjects.GENERATED, KibanaObjects.SOURCE, WRITE)
                .isEqualTo(generated);
    }

    @Test
    void objects_areOfTheTypesAndVersionsThatKibanaKnows() throws IOException {
        assertThat(KibanaObjects.read()).hasSizeGreaterThan(VERSIONS.size()).allSatisfy(object -> {
            String type = object.path("type").asText();
            assertThat(VERSIONS)
                    .containsEntry(type, object.path("typeMigrationVersion").asText());
            assertThat(object.path("coreMigrationVersion").asText()).isEqualTo("8.8.0");
            assertThat(names(object.path("attributes")))
                    .as(object.path("id").asText())
                    .isSubsetOf(ATTRIBUTES.get(type));
        });
        assertThat(ids(KibanaObjects.read())).doesNotHaveDuplicates();
    }

    @Test
    void references_resolve() throws IOException {
        List<JsonNode> objects = KibanaObjects.read();
        List<String> ids = ids(objects);
        assertThat(objects).allSatisfy(object -> {
            assertThat(ids).containsAll(ids(object.path("references")));
            Set<String> named = new TreeSet<>();
            object.path("references")
                    .forEach(reference -> named.add(reference.path("name").asText()));
            assertThat(named).as(object.path("id").asText()).isEqualTo(expectedReferences(object));
        });
    }

    @Test
    void fields_areInTheIndexTemplate() throws IOException {
        UsedFields used = UsedFields.of(KibanaObjects.read());
        Map<String, String> types = IndexTemplate.read().types();
        assertThat(used.all()).contains("@timestamp", "hostname", "workerId", "seq", "epoch", "kind", "dropped.to");
        assertThat(types.keySet()).containsAll(used.all());
        assertThat(used.grouped())
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(types.get(field)).as(field).isIn("keyword", "constant_keyword", "wildcard"));
        assertThat(used.summed())
                .isNotEmpty()
                .allSatisfy(field -> assertThat(types.get(field)).as(field).isIn("long", "integer"));
    }

    @Test
    void fieldsOfTheData_areTakenForSuch() throws IOException {
        JsonNode object = new ObjectMapper().readTree("""
                {"type": "visualization", "attributes": {
                  "kibanaSavedObjectMeta": {"query": {"query": "a.b: (c or d) and not e : *"}},
                  "spec": {"$schema": "vega", "x": {"field": "drawn"},
                    "data": {"url": {"body": {"aggs": {"f": {"terms": {"field": "g"}}, "h": {"term": {"i": "j"}}}}}}}}}
                """);
        UsedFields used = UsedFields.of(List.of(object));
        assertThat(used.all()).containsExactly("a.b", "e", "g", "i");
        assertThat(used.grouped()).containsExactly("g", "i");
    }

    @Test
    void workerLogs_showWhoSaidWhatInItsOrder() throws IOException {
        JsonNode search = object("loglane-worker-logs").path("attributes");
        assertThat(search.path("title").asText()).isEqualTo("Worker logs");
        assertThat(search.path("columns").toString())
                .isEqualTo("[\"@timestamp\",\"hostname\",\"workerId\",\"level\",\"logger\",\"message\"]");
        assertThat(search.path("sort").toString()).isEqualTo("[[\"@timestamp\",\"desc\"],[\"seq\",\"desc\"]]");
    }

    @Test
    void dashboard_showsEveryObjectOnceWithoutOverlap() throws IOException {
        JsonNode panels = object("loglane-workers").at("/attributes/panelsJSON");
        List<String> expected = KibanaObjects.read().stream()
                .filter(object -> Set.of("search", "visualization")
                        .contains(object.path("type").asText()))
                .map(object -> object.path("id").asText().replace("loglane-", ""))
                .toList();
        assertThat(panels.findValuesAsText("panelIndex")).containsExactlyInAnyOrderElementsOf(expected);
        Set<String> taken = new TreeSet<>();
        for (JsonNode panel : panels) {
            JsonNode grid = panel.path("gridData");
            assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(48);
            assertThat(cells(grid))
                    .allSatisfy(cell -> assertThat(taken.add(cell))
                            .as("%s at %s", panel.path("panelIndex"), cell)
                            .isTrue());
        }
    }

    @Test
    void controls_leadFromTheHostToItsWorkers() throws IOException {
        JsonNode controls = object("loglane-workers").at("/attributes/controlGroupInput");
        assertThat(controls.path("chainingSystem").asText()).isEqualTo("HIERARCHICAL");
        assertThat(controls.at("/panelsJSON/host/order").asInt()).isZero();
        assertThat(controls.at("/panelsJSON/host/explicitInput/fieldName").asText())
                .isEqualTo("hostname");
        assertThat(controls.at("/panelsJSON/worker/order").asInt()).isOne();
        assertThat(controls.at("/panelsJSON/worker/explicitInput/fieldName").asText())
                .isEqualTo("workerId");
    }

    private static JsonNode object(String id) throws IOException {
        return KibanaObjects.read().stream()
                .filter(object -> object.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(Iterable<JsonNode> objects) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(object ->
                        object.path("type").asText() + ' ' + object.path("id").asText())
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The names under which Kibana looks for what the object uses, as it makes them itself. */
    private static Set<String> expectedReferences(JsonNode object) {
        Set<String> expected = new TreeSet<>();
        JsonNode attributes = object.path("attributes");
        String index = attributes
                .at("/kibanaSavedObjectMeta/searchSourceJSON/indexRefName")
                .asText();
        if (!index.isEmpty()) {
            expected.add(index);
        }
        for (JsonNode panel : attributes.path("panelsJSON")) {
            expected.add(panel.path("panelIndex").asText()
                    + ':'
                    + panel.path("panelRefName").asText());
        }
        names(attributes.at("/controlGroupInput/panelsJSON"))
                .forEach(control -> expected.add("controlGroup_" + control + ":optionsListDataView"));
        return expected;
    }

    private static List<String> cells(JsonNode grid) {
        List<String> cells = new ArrayList<>();
        for (int x = 0; x < grid.path("w").asInt(); x++) {
            for (int y = 0; y < grid.path("h").asInt(); y++) {
                cells.add((grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y));
            }
        }
        return cells;
    }

    @Test
    void source_hasOneObjectAFileWithoutJsonInStrings() throws IOException {
        try (Stream<Path> files = Files.list(KibanaObjects.SOURCE)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .startsWith("{\n")
                            .endsWith("}\n")
                            .doesNotContain("{\\\""));
        }
    }
}
