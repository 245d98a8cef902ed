package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.loglane.testkit.SearchProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panels of Kibana's dashboard ask of the search engine, asked of a real one: a few records of two workers. */
class KibanaQueriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    @TempDir
    static Path directory;

    private static SearchProcess search;

    @BeforeAll
    static void index() throws IOException {
        search = new SearchProcess(directory);
        search.awaitReady();
        Path examples = IndexTemplate.FILE.getParent();
        search.put("/_ingest/pipeline/loglane", Files.readString(examples.resolve("loglane-pipeline.json")));
        search.put("/_index_template/loglane", Files.readString(IndexTemplate.FILE));
        String killed = "\"hostname\":\"web-1\",\"workerId\":1,\"epoch\":\"killed\",";
        String ended = "\"hostname\":\"web-2\",\"epoch\":\"ended\",";
        add(1, killed + "\"level\":\"INFO\",\"logger\":\"loglane\",\"kind\":\"begin\"");
        add(2, killed + "\"level\":\"ERROR\",\"logger\":\"a.B\",\"exception\":{\"class\":\"java.io.IOException\"}");
        add(3, killed + "\"level\":\"ERROR\",\"logger\":\"a.B\"");
        add(
                9,
                killed + "\"level\":\"WARN\",\"logger\":\"loglane\",\"kind\":\"drop\","
                        + "\"dropped\":{\"from\":4,\"to\":8,\"byCause\":{\"full\":3,\"shed\":2}}");
        add(1, ended + "\"level\":\"INFO\",\"logger\":\"loglane\",\"kind\":\"begin\"");
        add(
                2,
                ended + "\"level\":\"INFO\",\"logger\":\"loglane.conf\","
                        + "\"conf\":{\"id\":\"INC-42\",\"scope\":\"*\",\"offset\":0,\"status\":\"applied\"}");
        add(3, ended + "\"level\":\"INFO\",\"logger\":\"loglane\",\"kind\":\"end\"");
        search.post("/logs-loglane-default/_refresh", "");
    }

    @AfterAll
    static void stop() {
        search.close();
    }

    @Test
    void unended_showsTheKilledInstanceFirstAndTheEndedOneAsSuch() throws IOException {
        JsonNode url = attributes("unended").at("/visState/params/spec/data/url");
        JsonNode buckets = search.post(
                        '/' + url.path("index").asText() + "/_search",
                        url.path("body").toString())
                .at("/aggregations/epochs/buckets");
        assertThat(buckets).hasSize(2);
        JsonNode killed = buckets.get(0);
        assertThat(killed.path("key").asText()).isEqualTo("killed");
        assertThat(killed.at("/ended/doc_count").asInt()).isZero();
        assertThat(killed.at("/host/buckets/0/key").asText()).isEqualTo("web-1");
        assertThat(killed.at("/worker/buckets/0/key").asText()).isEqualTo("1");
        // in milliseconds, although the field has nanoseconds: what Vega compares with now()
        assertThat(killed.at("/first/value").asLong()).isEqualTo(START.toEpochMilli() + 1000);
        assertThat(killed.at("/last/value").asLong()).isEqualTo(START.toEpochMilli() + 9000);
        assertThat(buckets.get(1).at("/ended/doc_count").asInt()).isOne();
        assertThat(buckets.get(1).at("/worker/buckets")).isEmpty();
    }

    @Test
    void errors_areCountedByException() throws IOException {
        assertThat(rows("errors")).containsExactlyInAnyOrder("web-1 1 a.B java.io.IOException: 1", "web-1 1 a.B -: 1");
    }

    @Test
    void gaps_areSummedByCause() throws IOException {
        assertThat(rows("gaps")).containsExactly("web-1 1 killed: 1 3 2 0 0");
    }

    @Test
    void answersToConf_areListed() throws IOException {
        assertThat(rows("conf")).containsExactly("INC-42 applied web-2 -: 1");
    }

    @Test
    void eventsAndLevels_areCountedForWorkersAndForThoseWithoutANumber() throws IOException {
        assertThat(rows("events")).containsExactly("1 web-1: 4", "- web-2: 3");
        assertThat(rows("levels")).containsExactlyInAnyOrder("ERROR 1: 2", "INFO 1: 1", "WARN 1: 1", "INFO -: 3");
    }

    @Test
    void workerLogs_areSortedByTimeThenSeq() throws IOException {
        ObjectNode body = JSON.createObjectNode().put("size", 3);
        for (JsonNode pair : attributes("worker-logs").path("sort")) {
            body.withArray("sort")
                    .addObject()
                    .put(pair.path(0).asText(), pair.path(1).asText());
        }
        JsonNode hits = search.post("/logs-loglane-*/_search", body.toString()).at("/hits/hits");
        assertThat(hits.findValuesAsText("seq")).containsExactly("9", "3", "3");
    }

    private static void add(int seq, String members) {
        search.post(
                "/logs-loglane-default/_doc",
                "{\"@timestamp\":\"" + START.plusSeconds(seq).plusNanos(1) + "\",\"message\":\"m\",\"seq\":" + seq + ','
                        + members + '}');
    }

    private static JsonNode attributes(String name) throws IOException {
        return KibanaObjects.read().stream()
                .filter(object -> object.path("id").asText().equals("loglane-" + name))
                .findFirst()
                .orElseThrow()
                .path("attributes");
    }

    /** What a table shows: the keys of each row, then its count and sums. Dates are left out. */
    private static List<String> rows(String name) throws IOException {
        JsonNode attributes = attributes(name);
        List<JsonNode> groups = new ArrayList<>();
        ObjectNode metrics = JSON.createObjectNode();
        for (JsonNode agg : attributes.at("/visState/aggs")) {
            String field = agg.at("/params/field").asText();
            switch (agg.path("type").asText()) {
                case "terms" -> groups.add(agg.path("params"));
                case "sum" ->
                    metrics.putObject(agg.path("id").asText()).putObject("sum").put("field", field);
                default -> assertThat(agg.path("type").asText()).isIn("count", "max", "date_histogram");
            }
        }
        ObjectNode aggs = metrics;
        for (int i = groups.size() - 1; i >= 0; i--) {
            ObjectNode outer = JSON.createObjectNode();
            ObjectNode terms = outer.putObject("rows").set("aggs", aggs);
            terms.putObject("terms")
                    .put("field", groups.get(i).path("field").asText())
                    .put("size", groups.get(i).path("size").asInt());
            if (groups.get(i).path("missingBucket").asBoolean()) {
                terms.withObject("/terms").put("missing", "-");
            }
            aggs = outer;
        }
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        body.set("aggs", aggs);
        // Kibana's query language and that of query_string say the same here, but for the case of the operators
        String query = attributes
                .at("/kibanaSavedObjectMeta/searchSourceJSON/query/query")
                .asText()
                .replace(" or ", " OR ");
        body.withObject("/query/query_string").put("query", query.isEmpty() ? "*" : query);
        List<String> rows = new ArrayList<>();
        JsonNode answer = search.post("/logs-loglane-*/_search", body.toString());
        collect("", answer.path("aggregations"), answer, rows);
        return rows;
    }

    private static void collect(String keys, JsonNode aggregations, JsonNode bucket, List<String> rows) {
        if (aggregations.has("rows")) {
            for (JsonNode inner : aggregations.at("/rows/buckets")) {
                collect(keys + ' ' + inner.path("key").asText(), inner, inner, rows);
            }
            return;
        }
        StringBuilder row = new StringBuilder(keys.strip())
                .append(": ")
                .append(bucket.path("doc_count").asInt());
        for (var member : bucket.properties()) {
            if (member.getValue().has("value")) {
                row.append(' ').append(member.getValue().path("value").asInt());
            }
        }
        rows.add(row.toString());
    }
}
