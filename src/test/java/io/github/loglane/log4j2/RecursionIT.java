package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kafka-clients logs at TRACE to the appender that uses it, into a tiny journal; with a broker that answers, and while none
 * does. {@link RecursionWorker} is the application.
 */
class RecursionIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final String PLAIN = "org.apache.logging.log4j.core.selector.ClassLoaderContextSelector";
    private static final String ASYNC = "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector";
    private static final String NETWORK_THREAD = "kafka-producer-network-thread | ";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, ASYNC})
    void clientThatLogsToItself_neitherLoopsNorLocks(String selector) throws Exception {
        String topic = selector.substring(selector.lastIndexOf('.') + 1);
        BROKER.topics().create(topic, 2);
        BROKER.topics().create(topic + "-orders", 1);
        WorkerConfig config = WorkerProcess.of(RecursionWorker.class)
                .property("log4j2.configurationFile", "classpath:io/github/loglane/log4j2/recursion.xml")
                .property("log4j2.contextSelector", selector)
                .property("bootstrap", BROKER.bootstrapServers())
                .property("topic", topic);
        String counted;
        try (WorkerProcess worker = config.start()) {
            worker.awaitLine("sent"::equals, TIMEOUT);
            BROKER.pause();
            worker.send("flood");
            worker.awaitLine("flooded"::equals, TIMEOUT);
            BROKER.resume();
            worker.send("end");
            counted = worker.awaitLine(line -> line.startsWith("appended "), TIMEOUT);
            assertThat(worker.awaitExit(TIMEOUT)).isZero();
            assertThat(worker.errors()).isEmpty();
        }
        NumberedEvents.audit(BROKER, topic);
        Map<String, Integer> byThread = eventsByThread(topic);
        System.out.printf("recursion, %s: %s, in Kafka by thread %s%n", topic, counted, byThread);
        assertThat(byThread.keySet()).noneMatch(name -> name.startsWith("loglane-"));
        assertThat(byThread.keySet()).noneMatch(name -> name.startsWith(NETWORK_THREAD + "loglane-"));
        assertThat(byThread).containsKeys("main", NETWORK_THREAD + RecursionWorker.CLIENT_ID);
        int inKafka = byThread.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(counted).startsWith("appended " + inKafka + ",");
    }

    private static Map<String, Integer> eventsByThread(String topic) throws Exception {
        Map<String, Integer> count = new TreeMap<>();
        for (Read read : BROKER.topics().reader(topic).all()) {
            if (read.header("kind") == null) {
                JsonNode value = JSON.readTree(read.value());
                count.merge(value.get("thread").textValue(), 1, Integer::sum);
            }
        }
        return count;
    }
}
