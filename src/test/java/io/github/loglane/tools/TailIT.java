package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code tail} and {@code workers} of hand-made records in a real broker. */
@Timeout(180)
class TailIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int PARTITIONS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Instant start = Instant.now().minusSeconds(60);

    private String topic;
    private KafkaProducer<String, String> producer;

    @BeforeEach
    void open(TestInfo info) {
        topic = info.getTestMethod().orElseThrow().getName();
        BROKER.topics().create(topic, PARTITIONS);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        BROKER.bootstrapServers(),
                        "metadata.max.age.ms",
                        1_000,
                        "enable.metrics.push",
                        false),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    private int execute(String command, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return LoglaneTools.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line(command, more));
    }

    private String[] line(String command, String... more) {
        List<String> line =
                new ArrayList<>(List.of(command, "--bootstrap-servers", BROKER.bootstrapServers(), "--topic", topic));
        line.addAll(List.of(more));
        return line.toArray(new String[0]);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private void send(int partition, long nanos, String key, String worker, String gap, String kind, String value)
            throws Exception {
        ProducerRecord<String, String> made =
                new ProducerRecord<>(topic, partition, start.plusNanos(nanos).toEpochMilli(), key, value);
        JudgedTopic.headers(worker, gap, kind).forEach(header -> made.headers().add(header));
        producer.send(made).get();
    }

    private String body(long nanos, String host, String level, String logger, String message) {
        return "{\"@timestamp\":\"" + start.plusNanos(nanos) + "\",\"message\":\"" + message + "\",\"level\":\"" + level
                + "\",\"hostname\":\"" + host + "\",\"logger\":\"" + logger + "\",\"thread\":\"main\"}";
    }

    private void event(String key, int worker, String host, long nanos, String message) throws Exception {
        send(
                worker % PARTITIONS,
                nanos,
                key,
                String.valueOf(worker),
                null,
                null,
                body(nanos, host, "INFO", "com.acme.Shop", message));
    }

    /** Two processes, with a duplicate, a gap, a drop record, a stack trace, and a record of somebody else. */
    private void twoProcesses() throws Exception {
        send(1, 0, "a-1", "1", null, "begin", body(0, "web-1", "INFO", "loglane", "loglane begin 1.0"));
        send(2, 10, "b-1", "2", null, "begin", body(10, "web-2", "INFO", "loglane", "loglane begin 1.0"));
        event("b-2", 2, "web-2", 1_000, "second");
        event("a-2", 1, "web-1", 999, "first");
        event("a-2", 1, "web-1", 999, "first");
        event("b-3", 2, "web-2", 1_001, "third");
        send(
                1,
                3_000_000,
                "a-6",
                "1",
                "3-5;full=2;shed=1",
                null,
                body(3_000_000, "web-1", "ERROR", "com.acme.db.Pool", "\\u001b[2Jno connection\\nat all"));
        send(
                2,
                4_000_000,
                "b-5",
                "2",
                "4-5;full=2",
                "drop",
                body(4_000_000, "web-2", "WARN", "loglane", "loglane dropped events"));
        send(3, 5_000_000, "who", null, null, null, "not\u001b[31m ours");
        send(1, 6_000_000, "a-7", "1", null, "end", body(6_000_000, "web-1", "INFO", "loglane", "loglane end"));
    }

    private List<String> shown() {
        return lines().stream().map(line -> line.replaceAll("20\\S+Z", "TIME")).toList();
    }

    @Test
    void tail_showsAllInOrderAndOnce() throws Exception {
        twoProcesses();
        assertThat(execute("tail")).as("%s", err).isZero();
        assertThat(shown())
                .containsExactly(
                        "-- TIME web-1/1 loglane begin 1.0 (epoch a, seq 1)",
                        "-- TIME web-2/2 loglane begin 1.0 (epoch b, seq 1)",
                        "TIME INFO  web-1/1 [main] com.acme.Shop - first",
                        "TIME INFO  web-2/2 [main] com.acme.Shop - second",
                        "TIME INFO  web-2/2 [main] com.acme.Shop - third",
                        "!! TIME web-1/1 3 events dropped: full 2, shed 1 (epoch a, seq 3-5)",
                        "TIME ERROR web-1/1 [main] com.acme.db.Pool - \\u001b[2Jno connection",
                        "    at all",
                        "!! TIME web-2/2 2 events dropped: full 2 (epoch b, seq 4-5)",
                        "? TIME partition 3 offset 0: not\\u001b[31m ours",
                        "-- TIME web-1/1 loglane end (epoch a, seq 7)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void filters_chooseAndGapsStay() throws Exception {
        twoProcesses();
        assertThat(execute("tail", "--level", "warn")).isZero();
        assertThat(shown())
                .hasSize(4)
                .contains("!! TIME web-1/1 3 events dropped: full 2, shed 1 (epoch a, seq 3-5)")
                .contains("!! TIME web-2/2 2 events dropped: full 2 (epoch b, seq 4-5)");
        assertThat(execute("tail", "--worker", "2", "--logger", "com.acme")).isZero();
        assertThat(shown())
                .containsExactly(
                        "TIME INFO  web-2/2 [main] com.acme.Shop - second",
                        "TIME INFO  web-2/2 [main] com.acme.Shop - third",
                        "!! TIME web-2/2 2 events dropped: full 2 (epoch b, seq 4-5)");
        assertThat(execute("tail", "--host", "*-1", "--grep", "f.rst", "--from", "1h"))
                .isZero();
        assertThat(shown()).hasSize(2).contains("TIME INFO  web-1/1 [main] com.acme.Shop - first");
        assertThat(execute("tail", "--from", "1s")).isZero();
        assertThat(shown()).isEmpty();
    }

    @Test
    void json_isOneObjectALine() throws Exception {
        twoProcesses();
        assertThat(execute("tail", "--json", "--from", "beginning")).isZero();
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines()) {
            assertThat(line).doesNotContain("\u001b");
            objects.add(JSON.readTree(line));
        }
        assertThat(objects).hasSize(9);
        assertThat(objects.get(2).path("record").path("message").asText()).isEqualTo("first");
        assertThat(objects.get(2).path("partition").asInt()).isEqualTo(1);
        assertThat(objects.get(5).path("record").path("message").asText()).isEqualTo("\u001b[2Jno connection\nat all");
        assertThat(objects.get(5).path("dropped").path("byCause").path("full").asInt())
                .isEqualTo(2);
        assertThat(objects.get(7).path("foreign").asBoolean()).isTrue();
        assertThat(objects.get(7).path("text").asText()).isEqualTo("not\u001b[31m ours");
        assertThat(execute("tail", "--json", "--level", "ERROR", "--worker", "2"))
                .isZero();
        assertThat(JSON.readTree(out.toString()).path("dropped").path("from").asInt())
                .isEqualTo(4);
    }

    @Test
    void workerOfATopicThatGrew_isFoundInItsOldPartitionToo() throws Exception {
        event("a-1", 6, "web-1", 1_000, "before");
        BROKER.topics().expand(topic, 8);
        send(6, 2_000, "a-2", "6", null, null, body(2_000, "web-1", "INFO", "x", "after"));
        event("b-1", 2, "web-1", 3_000, "of another worker");
        assertThat(execute("tail", "--worker", "6")).isZero();
        assertThat(lines()).hasSize(2);
        assertThat(out.toString()).contains("before").contains("after");
    }

    @Test
    void follow_goesOnUntilItIsStopped() throws Exception {
        twoProcesses();
        try (WorkerProcess tail = process("tail", "--follow", "--worker", "1", "--worker", "5")) {
            tail.awaitLine(line -> line.contains(" - first"), TIMEOUT);
            long now = Duration.between(start, Instant.now()).toNanos();
            event("c-2", 1, "web-3", now + 2_000, "later");
            event("c-1", 5, "web-3", now + 1_000, "sooner");
            event("c-1", 5, "web-3", now + 1_000, "sooner");
            tail.awaitLine(line -> line.contains(" - later"), TIMEOUT);
            BROKER.topics().expand(topic, 6);
            send(5, now, "c-3", "5", null, null, body(now, "web-3", "INFO", "x", "in a new partition"));
            tail.awaitLine(line -> line.endsWith("in a new partition"), TIMEOUT);
            tail.terminate();
            assertThat(tail.awaitExit(TIMEOUT)).isEqualTo(143);
            assertThat(tail.lines().stream()
                            .map(line -> line.replaceAll(".* ", ""))
                            .filter(line -> line.equals("later") || line.equals("sooner"))
                            .toList())
                    .containsExactly("sooner", "later");
            assertThat(tail.errors()).isEmpty();
        }
        try (Admin admin = BROKER.admin()) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private WorkerProcess process(String command, String... more) {
        return WorkerProcess.of(LoglaneTools.class, line(command, more))
                .property("log4j2.configurationFile", "classpath:io/github/loglane/tools/silent.xml")
                .start();
    }

    @Test
    void manyRecordsOfManyPartitions_areInOrderAndInBounds() throws Exception {
        int events = 60_000;
        Future<?>[] last = new Future<?>[PARTITIONS];
        for (int i = 0; i < events; i++) {
            String value = body(i * 10_000L, "web-1", "INFO", "x", "m" + i);
            int partition = i * 7 / 1_000 % PARTITIONS;
            ProducerRecord<String, String> made = new ProducerRecord<>(
                    topic, partition, start.plusNanos(i * 10_000L).toEpochMilli(), "a-" + (i + 1), value);
            boolean isFirst = last[partition] == null;
            last[partition] = producer.send(made);
            if (isFirst) {
                // a partition that knows no producer takes any sequence number, so a first batch refused for want of a
                // leader would stay behind the second for good
                last[partition].get();
            }
        }
        for (Future<?> each : last) {
            each.get();
        }
        assertThat(execute("tail", "--json")).isZero();
        List<String> shown = lines();
        assertThat(shown).hasSize(events);
        for (int i = 0; i < events; i++) {
            assertThat(shown.get(i)).contains("\"m" + i + "\"");
        }
    }

    @Test
    void noSuchTopic_isFourAndIsNotCreated() throws Exception {
        for (String command : List.of("tail", "workers")) {
            topic = "absent";
            assertThat(execute(command)).isEqualTo(4);
            assertThat(err.toString()).startsWith("expecting: an existing topic, found: no topic absent");
        }
        try (Admin admin = BROKER.admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("absent");
        }
    }

    @Test
    void workers_tellsWhoLogged() throws Exception {
        twoProcesses();
        assertThat(execute("workers")).as("%s", err).isZero();
        assertThat(lines().get(0))
                .matches("HOST +SERVICE +WORKER +EPOCH +SINCE +LAST SEEN +EVENTS/S +LAST SEQ +DROPPED +STATE");
        assertThat(lines().get(1)).matches("web-1 +- +1 +a +20\\S+Z +1m\\S* ago +\\S+ +7 +3 +ended");
        assertThat(lines().get(2)).matches("web-2 +- +2 +b +20\\S+Z +1m\\S* ago +\\S+ +5 +2 +open");
        assertThat(execute("workers", "--json")).isZero();
        JsonNode instances = JSON.readTree(out.toString()).path("instances");
        assertThat(instances.findValuesAsText("state")).containsExactly("ended", "open");
        assertThat(instances.get(0).path("events").asInt()).isEqualTo(2);
        assertThat(execute("workers", "--since", "1s")).isEqualTo(3);
    }
}
