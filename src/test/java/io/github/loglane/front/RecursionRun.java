package io.github.loglane.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * kafka-clients logs at TRACE to the appender that uses it, into a tiny journal; with a broker that answers, and while none
 * does. {@link RecursionApp} is the application.
 */
public final class RecursionRun {

    private static final String NETWORK_THREAD = "kafka-producer-network-thread | ";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecursionRun() {}

    /** Runs the application, which gets the topic and the broker as system properties, and checks what came of it. */
    public static void check(BrokerProcess broker, String topic, WorkerConfig config) {
        broker.topics().create(topic, 2);
        broker.topics().create(topic + "-orders", 1);
        config.property("bootstrap", broker.bootstrapServers()).property("topic", topic);
        String counted;
        try (WorkerProcess worker = config.start()) {
            worker.awaitLine("sent"::equals, TIMEOUT);
            broker.pause();
            worker.send("flood");
            worker.awaitLine("flooded"::equals, TIMEOUT);
            broker.resume();
            worker.send("end");
            counted = worker.awaitLine(line -> line.startsWith("appended "), TIMEOUT);
            assertThat(worker.awaitExit(TIMEOUT)).isZero();
            assertThat(worker.errors()).isEmpty();
        }
        NumberedEvents.audit(broker, topic);
        Map<String, Integer> byThread = eventsByThread(broker, topic);
        System.out.printf("recursion, %s: %s, in Kafka by thread %s%n", topic, counted, byThread);
        assertThat(byThread.keySet()).noneMatch(name -> name.startsWith("loglane-"));
        assertThat(byThread.keySet()).noneMatch(name -> name.startsWith(NETWORK_THREAD + "loglane-"));
        assertThat(byThread).containsKeys("main", NETWORK_THREAD + RecursionApp.CLIENT_ID);
        int inKafka = byThread.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(counted).startsWith("appended " + inKafka + ",");
    }

    private static Map<String, Integer> eventsByThread(BrokerProcess broker, String topic) {
        Map<String, Integer> count = new TreeMap<>();
        for (Read read : broker.topics().reader(topic).all()) {
            if (read.header("kind") == null && !read.text().contains("\"logger\":\"loglane.conf\"")) {
                JsonNode value = json(read);
                assertThat(value.get("message").textValue())
                        .as("of loglane's own clients, whoever logged it in their place: %s", read)
                        .doesNotContain("loglane-");
                count.merge(value.get("thread").textValue(), 1, Integer::sum);
            }
        }
        return count;
    }

    private static JsonNode json(Read read) {
        try {
            return JSON.readTree(read.value());
        } catch (IOException e) {
            throw new AssertionError(read.toString(), e);
        }
    }
}
