package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Fault;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.RsyslogProcess;
import io.github.loglane.testkit.SearchProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What applications log is found as people search for it: two of them on two hosts, Kafka, rsyslog, OpenSearch, with the index
 * template and the rsyslog configuration of {@code examples}. Producers are rebuilt, an application and rsyslog are killed on the way.
 */
class SearchPipelineIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int EVENTS = 5_000;
    private static final int AT_KILL = 2_500;
    private static final String EVENT = "service:shop AND NOT _exists_:kind AND NOT _exists_:conf AND ";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static SearchProcess search;
    private static SearchStage stage;
    private static FaultProxy proxy;
    private static Instant killed;
    /** What is in Kafka, by its key. */
    private static final Map<String, JsonNode> RECORDS = new HashMap<>();
    /** What is in the index, by its worker, in the order of reading. */
    private static final Map<Integer, List<JsonNode>> DOCUMENTS = new HashMap<>();

    @BeforeAll
    static void logAndShip() throws Exception {
        RsyslogProcess.assumeInstalled();
        search = new SearchProcess(directory);
        BROKER.topics().create("logs", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        stage = new SearchStage(BROKER, search, directory);
        proxy = new FaultProxy(BROKER.proxyRoute(), acksLostAfter(6));
        try (WorkerProcess first = application(1, 1, AT_KILL)) {
            awaitLogged(first);
            Awaitility.await().atMost(TIMEOUT).until(() -> proxy.count(Fault.Kind.LOSE_ACK) > 2);
            first.kill();
        }
        killed = Instant.now();
        proxy.plan(FaultPlan.random(17, 0.2, Fault.LOSE_ACK, Fault.NOT_LEADER, Fault.NOT_AUTHORIZED));
        try (WorkerProcess again = application(1, AT_KILL + 1, EVENTS);
                WorkerProcess other = application(2, 1, EVENTS)) {
            awaitLogged(again);
            awaitLogged(other);
            stage.restartRsyslog();
            ConfPublisher.of("conf", Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                    .publish(ConfMessage.config("flags", "true").build(), TIMEOUT);
            stage.awaitCount("conf.status:applied", 2);
            end(again);
            end(other);
        }
        List<Read> reads = BROKER.topics().reader("logs").all();
        for (Read read : reads) {
            RECORDS.put(read.key(), JSON.readTree(read.value()));
        }
        System.out.printf("search: %d records of %d ids, %s%n", reads.size(), RECORDS.size(), proxy);
        assertThat(reads).as("with repetitions").hasSizeGreaterThan(RECORDS.size());
        stage.awaitCount("service:shop", RECORDS.size());
        assertThat(stage.refused()).isEmpty();
        for (int worker = 1; worker <= 4; worker++) {
            DOCUMENTS.put(worker, stage.find(EVENT + "workerId:" + worker));
        }
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
        if (stage != null) {
            stage.close();
        }
        if (search != null) {
            search.close();
        }
    }

    /** Kafka has what comes then, and the producer does not know: it is sent again by the next process. */
    private static FaultPlan acksLostAfter(int requests) {
        AtomicInteger count = new AtomicInteger();
        return call -> count.incrementAndGet() <= requests ? Fault.PASS : Fault.LOSE_ACK;
    }

    private static WorkerProcess application(int host, int first, int last) {
        return WorkerProcess.of(
                        SearchLoad.class,
                        String.valueOf(1 + (host - 1) * SearchLoad.WORKERS),
                        String.valueOf(first),
                        String.valueOf(last))
                .property("log4j2.configurationFile", "classpath:io/github/loglane/it/search-load.xml")
                .property("bootstrap", proxy.bootstrapServers())
                .property("host", "host-" + host)
                .property("journal", directory.resolve("journal-" + host).toString())
                .start();
    }

    private static void awaitLogged(WorkerProcess application) {
        application.awaitLine(line -> line.equals("logged"), TIMEOUT);
    }

    private static void end(WorkerProcess application) {
        application.send("end");
        assertThat(application.awaitExit(TIMEOUT)).as(application.errors()).isZero();
    }

    @Test
    void documents_areOneForEachRecordAfterRebuildsAndKills() {
        assertThat(stage.count("service:shop")).isEqualTo(RECORDS.size());
        assertThat(stage.count(EVENT + "*")).isEqualTo(4 * EVENTS);
        assertThat(stage.count("kind:begin AND service:shop")).isEqualTo(3);
        assertThat(stage.count("kind:end AND service:shop"))
                .as("the killed one's too")
                .isEqualTo(3);
    }

    /** But for a request that does not fit the mapping. */
    @Test
    void documents_areWhatTheRecordsSay() {
        for (List<JsonNode> documents : DOCUMENTS.values()) {
            for (JsonNode hit : documents) {
                JsonNode record = RECORDS.get(hit.get("_id").asText());
                if (!record.path("request").path("status").isObject()) {
                    ObjectNode document = hit.get("_source").deepCopy();
                    document.remove("pairs");
                    assertThat((Object) document).isEqualTo(record);
                }
            }
        }
    }

    @Test
    void events_areFoundByWorkerHostLevelAndTime() {
        for (int worker = 1; worker <= 4; worker++) {
            assertThat(stage.count(EVENT + "workerId:" + worker)).isEqualTo(EVENTS);
        }
        assertThat(stage.count(EVENT + "hostname:host-1")).isEqualTo(2 * EVENTS);
        assertThat(stage.count(EVENT + "hostname:host-1 AND workerId:2")).isEqualTo(EVENTS);
        assertThat(stage.count("hostname:host-2 AND workerId:2")).isZero();
        assertThat(stage.count("hostname:host-1 AND level:ERROR AND @timestamp:[\"" + killed + "\" TO *]"))
                .isEqualTo(2 * (EVENTS - AT_KILL) / SearchLoad.ERROR_EVERY);
        assertThat(stage.count("workerId:3 AND message:\u6771\u4eac AND message:\"event 4711\""))
                .isEqualTo(1);
    }

    @Test
    void exceptions_areFoundByTheirShortClassName() {
        int each = 4 * EVENTS / SearchLoad.ERROR_EVERY / 2;
        assertThat(stage.count("exception.class:IllegalStateException")).isEqualTo(each);
        assertThat(stage.count("exception.class:java.lang.IllegalStateException"))
                .isEqualTo(each);
        assertThat(stage.count("exception.class:NoStock")).as("an inner class").isEqualTo(each);
        assertThat(stage.count("exception.stackTrace:NoStock"))
                .as("and as a cause")
                .isEqualTo(2 * each);
        assertThat(stage.count("exception.class.keyword:java.lang.IllegalStateException"))
                .isEqualTo(each);
    }

    @Test
    void requests_areFoundByTheirFields() {
        int[] plain = IntStream.rangeClosed(1, EVENTS)
                .filter(i -> i % SearchLoad.ERROR_EVERY != 0 && i % 7 != 0)
                .toArray();
        assertThat(stage.count("request.status:503")).isEqualTo(4 * count(plain, 1));
        assertThat(stage.count("pairs:\"status=none\"")).as("no number").isEqualTo(4 * count(plain, 2));
        assertThat(stage.count("request.path:\"/orders/11\" AND request.method:POST"))
                .isEqualTo(4 * count(plain, 11));
        assertThat(stage.count("request.remoteAddr:\"10.1.2.42/32\"")).isEqualTo(4 * count(plain, 42));
        assertThat(stage.count("request.id:r-4712 AND workerId:2")).isEqualTo(1);
        assertThat(stage.count("request.userAgent:\"curl/8\"")).isEqualTo(4 * plain.length);
    }

    private static int count(int[] numbers, int hundredth) {
        return (int) IntStream.of(numbers).filter(i -> i % 100 == hundredth).count();
    }

    @Test
    void pairs_areFoundWithoutFieldsOfTheirOwn() throws IOException {
        assertThat(stage.count("pairs:\"tenant=acme-3\"")).isEqualTo(4 * EVENTS / SearchLoad.TENANTS);
        assertThat(stage.count("pairs:\"mixed=2026-11-25\"")).isEqualTo(4 * EVENTS / 5);
        assertThat(stage.count("pairs:\"mixed=17\"")).isEqualTo(4 * EVENTS / 5);
        assertThat(stage.count("pairs:\"key1234=value3234\" AND workerId:1")).isEqualTo(1);
        assertThat(stage.count("pairs:\"page=7\" AND pairs:\"tenant=acme-7\" AND workerId:4"))
                .isPositive();
        assertThat(stage.count("pairs:\"items=two\"")).as("in a list").isPositive();
        assertThat(stage.count("pairs:\"status.code=7\"")).as("in an object").isEqualTo(4);
        assertThat(stage.count("pairs:\"token=***\"")).isPositive();
        assertThat(stage.count("pairs:*secret*")).isZero();
        JsonNode template = JSON.readTree(SearchStage.text("elasticsearch", "loglane-template.json"));
        JsonNode simulated = search.post("/_index_template/_simulate_index/logs-loglane-other", "");
        assertThat(stage.mapping())
                .isEqualTo(simulated.at("/template/mappings/properties"))
                .hasSameSizeAs(template.at("/template/mappings/properties"));
    }

    /** With the names of this test in place of its own. */
    @Test
    void queryOfTheReadme_finds() throws IOException {
        String readme = SearchStage.text("elasticsearch", "README.md");
        int start = readme.indexOf("```json") + 7;
        String query = readme.substring(start, readme.indexOf("```", start))
                .replace("web-1", "host-2")
                .replace("tenant=acme", "tenant=acme-0");
        JsonNode hits =
                search.post("/" + SearchStage.STREAM + "/_search", query).get("hits");
        assertThat(hits.at("/total/value").asInt()).isEqualTo(EVENTS / SearchLoad.ERROR_EVERY / 2);
        assertThat(hits.at("/hits/0/_source/message").asText()).startsWith("worker 3 event 100 ");
    }

    @Test
    void order_isThatOfTheLogCalls() {
        for (int worker = 1; worker <= 4; worker++) {
            String start = "worker " + worker + " event ";
            List<Integer> found = DOCUMENTS.get(worker).stream()
                    .map(hit -> hit.at("/_source/message").asText())
                    .map(text -> Integer.valueOf(text.substring(start.length()).split(" ", 2)[0]))
                    .toList();
            assertThat(found).isEqualTo(IntStream.rangeClosed(1, EVENTS).boxed().toList());
        }
    }

    @Test
    void recordsOfLoglaneItself_areFound() {
        send("""
                {"@timestamp":"2026-11-25T09:00:00.000000001Z","message":"conf updated 3","level":"INFO","workerId":3,\
                "hostname":"web-1","logger":"loglane.conf","thread":"t","epoch":"own","seq":1,\
                "conf":{"id":"c-1","scope":"service/shop","offset":17,"status":"applied"}}""");
        send("""
                {"@timestamp":"2026-11-25T09:00:01Z","message":"loglane dropped events","level":"WARN","hostname":"web-1",\
                "thread":"t","epoch":"own","seq":9,"kind":"drop","dropped":{"from":2,"to":9,"byCause":{"full":7,"shed":1}}}""");
        stage.awaitCount("epoch:own", 2);
        assertThat(stage.count("epoch:own AND message:\"conf updated 3\" AND conf.scope:\"service/shop\""))
                .isEqualTo(1);
        assertThat(stage.count("epoch:own AND kind:drop AND dropped.byCause.full:>0 AND dropped.from:2"))
                .isEqualTo(1);
        assertThat(stage.count("hostname:host-1 AND kind:begin")).isEqualTo(2);
    }

    @Test
    void rollover_betweenTwoDeliveriesLetsARecordInTwice() {
        String first = event("rolled", 1);
        send(first);
        send(first);
        send(event("rolled", 2));
        stage.awaitCount("epoch:rolled", 2);
        search.post("/" + SearchStage.STREAM + "/_rollover", "");
        send(first);
        send(event("rolled", 3));
        stage.awaitCount("epoch:rolled AND seq:3", 1);
        stage.awaitCount("epoch:rolled", 4);
        List<JsonNode> twice = stage.find("epoch:rolled AND seq:1");
        assertThat(twice).extracting(hit -> hit.get("_id").asText()).containsExactly("rolled-1", "rolled-1");
        assertThat(twice).extracting(hit -> hit.get("_index").asText()).doesNotHaveDuplicates();
    }

    /** The exact variant: no data stream, an index by the event's date. */
    @Test
    void indexADay_hasARecordOnceWheneverItComes() throws IOException {
        ObjectNode template = (ObjectNode) JSON.readTree(SearchStage.text("elasticsearch", "loglane-template.json"));
        template.remove("data_stream");
        template.putArray("index_patterns").add("loglane-*");
        search.put("/_index_template/loglane-daily", template.toString());
        String document =
                "{\"create\":{\"_id\":\"day-1\"}}\n" + event("day", 1).replace("}", ",\"mdc\":{\"a\":\"b\"}}") + "\n";
        assertThat(status(document)).isEqualTo(201);
        assertThat(status(document)).as("is there already").isEqualTo(409);
        assertThat(search.get("/loglane-2026.11.25/_doc/day-1")
                        .at("/_source/pairs/0")
                        .asText())
                .isEqualTo("a=b");
    }

    private static int status(String bulk) {
        return search.post("/loglane-2026.11.25/_bulk", bulk)
                .at("/items/0/create/status")
                .asInt();
    }

    @Test
    void whatIsNoRecord_isPutAside() throws IOException {
        send("plain \"text\" of another layout");
        send(event("refused", 1).replace("2026-", "never-"));
        send(event("refused", 2));
        stage.awaitCount("epoch:refused", 1);
        stage.awaitCount("logs-loglane.unparsed-default", "message:\"text of another layout\"", 1);
        Awaitility.await().atMost(TIMEOUT).until(() -> stage.refused().contains("refused"));
        JsonNode refusal = JSON.readTree(stage.refused());
        assertThat(refusal.at("/document/seq").asInt()).isEqualTo(1);
        assertThat(refusal.at("/error/reason").asText()).contains("@timestamp");
    }

    private static String event(String epoch, int seq) {
        return "{\"@timestamp\":\"2026-11-25T10:00:00Z\",\"message\":\"m\",\"epoch\":\"" + epoch + "\",\"seq\":" + seq
                + "}";
    }

    /** All to one partition, so that what comes before is there when what comes after is. */
    private static void send(String value) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "enable.metrics.push", false);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("logs", 0, null, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
