package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a logger to a topic. */
@Tag("jdk25")
class WorkerKafkaAppenderIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final int EVENTS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static String element(String topic, String layout) {
        return xml("<WorkerKafka name='Kafka' topic='" + topic + "' bootstrapServers='" + BROKER.bootstrapServers()
                + "' workerId='%X{worker}' service='shop'>" + layout + "</WorkerKafka>");
    }

    private static void log(LoggerContext context, int from) {
        for (int i = from; i < from + EVENTS; i++) {
            ThreadContext.put("worker", String.valueOf(i % 4));
            context.getLogger("app").info("event {}", i);
        }
        ThreadContext.clearMap();
    }

    private static List<Read> events(String topic) {
        List<Read> records = BROKER.topics().reader(topic).all();
        assertThat(records)
                .filteredOn(read -> "end".equals(read.header("kind")))
                .hasSize(1);
        return records.stream().filter(read -> read.header("kind") == null).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "default, '', true",
        "ecs, <JsonTemplateLayout eventTemplateUri='classpath:EcsLayout.json'/>, true",
        "logstash, <JsonTemplateLayout eventTemplateUri='classpath:LogstashJsonEventLayoutV1.json'/>, true",
        "text, <PatternLayout pattern='%m%n'/>, false"
    })
    void events_arriveInOrderWithTheirIdsWhateverTheLayout(String topic, String layout, boolean json) throws Exception {
        BROKER.topics().create(topic, 2);
        LoggerContext context = log4j.start(element(topic, layout));
        log(context, 0);
        assertThat(kafka(context).stop(20, TimeUnit.SECONDS)).isTrue();
        List<Read> events = events(topic);
        assertThat(events).hasSize(EVENTS);
        for (Read read : events) {
            int worker = Integer.parseInt(read.header("w"));
            assertThat(read.partition()).isEqualTo(worker % 2);
            if (json) {
                JsonNode value = JSON.readTree(read.value());
                assertThat(value.get("message").asText()).startsWith("event ");
                assertThat(read.key())
                        .isEqualTo(value.get("epoch").asText()
                                + '-'
                                + value.get("seq").asText());
            } else {
                assertThat(read.text()).matches("event \\d+");
            }
        }
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void reconfiguration_goesOnInTheSameEpochWithTheNewLayout() {
        BROKER.topics().create("changed", 1);
        LoggerContext context = log4j.start(element("changed", "<PatternLayout pattern='%m'/>"));
        log(context, 0);
        log4j.reconfigure(context, element("changed", "<PatternLayout pattern='new %m'/>"));
        log(context, EVENTS);
        assertThat(kafka(context).stop(20, TimeUnit.SECONDS)).isTrue();
        List<Read> events = events("changed");
        assertThat(events).hasSize(2 * EVENTS);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).text()).isEqualTo((i < EVENTS ? "event " : "new event ") + i);
            assertThat(events.get(i).key()).endsWith("-" + (i + 2));
        }
    }

    @Test
    void shutdownOfTheContext_drains() {
        BROKER.topics().create("shutdown", 1);
        LoggerContext context = log4j.start(element("shutdown", ""));
        log(context, 0);
        context.stop();
        assertThat(events("shutdown")).hasSize(EVENTS);
    }
}
