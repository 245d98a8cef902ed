package io.github.loglane.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.RsyslogProcess;
import io.github.loglane.testkit.SearchProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * From Kafka to the search engine, with the files of {@code examples}: broker, rsyslog, OpenSearch. One thread at a time.
 */
final class SearchStage implements AutoCloseable {

    static final String STREAM = "logs-loglane-default";

    private static final Path EXAMPLES = Path.of("examples");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    final SearchProcess search;
    private final Path directory;
    private final Path configuration;
    private RsyslogProcess rsyslog;

    /** @param broker runs already, and has the topic */
    SearchStage(BrokerProcess broker, SearchProcess search, Path directory) throws IOException {
        this.search = search;
        this.directory = directory;
        search.awaitReady();
        search.put("/_ingest/pipeline/loglane", text("elasticsearch", "loglane-pipeline.json"));
        search.put("/_index_template/loglane", text("elasticsearch", "loglane-template.json"));
        Map<String, String> changes = new TreeMap<>(Map.of(
                "localhost:9092", broker.bootstrapServers(),
                "http://localhost:9200", search.url(),
                "/var/spool/loglane-rsyslog", directory.toString()));
        configuration = directory.resolve("rsyslog.conf");
        Files.writeString(configuration, changed(text("rsyslog", "rsyslog.conf"), changes));
        rsyslog = new RsyslogProcess(directory, configuration);
    }

    /** SIGKILL to rsyslog, and a start. */
    void restartRsyslog() throws IOException {
        rsyslog.close();
        rsyslog = new RsyslogProcess(directory, configuration);
    }

    static String text(String example, String file) throws IOException {
        return Files.readString(EXAMPLES.resolve(example).resolve(file));
    }

    private static String changed(String text, Map<String, String> changes) {
        String changed = text;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!changed.contains(change.getKey())) {
                throw new AssertionError("expecting: " + change.getKey() + ", found: rsyslog.conf without it");
            }
            changed = changed.replace(change.getKey(), change.getValue());
        }
        return changed;
    }

    /** How many documents this finds, in the query language that `q=` has. */
    int count(String query) {
        search.post("/logs-loglane*/_refresh", "");
        return search.get("/" + STREAM + "/_count?q=" + encoded(query))
                .get("count")
                .asInt();
    }

    void awaitCount(String query, int expected) {
        awaitCount(STREAM, query, expected);
    }

    void awaitCount(String stream, String query, int expected) {
        String path = "/" + stream + "/_count?ignore_unavailable=true&q=" + encoded(query);
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(250))
                .conditionEvaluationListener(null)
                .untilAsserted(() -> {
                    search.post("/logs-loglane*/_refresh", "");
                    int found = search.get(path).get("count").asInt();
                    if (found != expected) {
                        throw new AssertionError("expecting: " + expected + " of " + query + ", found: " + found + "\n"
                                + rsyslog.log() + refused());
                    }
                });
    }

    /** What this finds, each a hit with {@code _source}, in the order in which people are to read them. */
    List<JsonNode> find(String query) {
        search.post("/logs-loglane*/_refresh", "");
        JsonNode answer = search.get(
                "/" + STREAM + "/_search?size=10000&sort=" + encoded("@timestamp,seq") + "&q=" + encoded(query));
        List<JsonNode> hits = new ArrayList<>();
        answer.get("hits").get("hits").forEach(hits::add);
        return hits;
    }

    /** What rsyslog put aside since the index would not take it, line by line. */
    String refused() throws IOException {
        Path file = directory.resolve("refused.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    JsonNode mapping() throws IOException {
        return new ObjectMapper()
                .readTree(
                        search.get("/" + STREAM + "/_mapping").elements().next().toString())
                .get("mappings")
                .get("properties");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        rsyslog.close();
    }
}
