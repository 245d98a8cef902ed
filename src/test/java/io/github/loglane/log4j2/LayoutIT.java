package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.LogPipeline;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.tools.AuditReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a layout of Log4j2's in the place of our encoder, key, headers, order and audit are the same. */
class LayoutIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static final int WORKERS = 4;
    private static final int EVENTS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs the workers with this layout; the events in the topic. */
    private List<Read> eventsOf(String topic, String layout) throws InterruptedException {
        BROKER.topics().create(topic, 2);
        LoggerContext context = log4j.start(xml(
                "<WorkerKafka name='Kafka' bootstrapServers='%s' topic='%s' workerId='%%X{worker}' stopTimeoutMs='30000'>%s</WorkerKafka>"
                        .formatted(BROKER.bootstrapServers(), topic, layout)));
        LogPipeline pipeline = kafka(context).manager.pipeline;
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int id = worker;
            threads.add(new Thread(() -> log(context.getLogger("shop.Worker"), id)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        context.stop();
        assertThat(log4j.errors()).isEmpty();
        assertThat(pipeline.counters().committed().sum()).isEqualTo(WORKERS * EVENTS);
        return checked(topic);
    }

    private static void log(Logger logger, int worker) {
        ThreadContext.put("worker", String.valueOf(worker));
        for (int i = 1; i <= EVENTS; i++) {
            boolean isFailure = i % 50 == 0;
            logger.info(
                    "worker {} event {} \"{}\"",
                    worker,
                    i,
                    "a\tb\n\u00e4\ud83d\ude00",
                    isFailure ? new IOException("no") : null);
        }
    }

    private static List<Read> checked(String topic) {
        AuditReport audit = NumberedEvents.audit(BROKER, topic);
        assertThat(audit.total(epoch -> epoch.seqs().delivered())).isEqualTo(WORKERS * EVENTS + 2);
        Map<String, Integer> expected = new HashMap<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            expected.put(String.valueOf(worker), EVENTS);
        }
        NumberedEvents numbers = new NumberedEvents();
        List<Read> events = new ArrayList<>();
        BROKER.topics().reader(topic).forEach(read -> {
            if (numbers.add(read)) {
                events.add(read);
                assertThat(read.partition()).isEqualTo(Integer.parseInt(read.header("w")) % 2);
            }
        });
        assertThat(numbers.lastOfWorker()).isEqualTo(expected);
        return events;
    }

    @ParameterizedTest
    @CsvSource({
        "EcsLayout.json, message, log.logger",
        "LogstashJsonEventLayoutV1.json, message, logger_name",
        "GelfLayout.json, short_message, _logger",
        "LoglaneEventTemplate.json, message, logger"
    })
    void jsonTemplateLayout_isStampedAndPassesTheAudit(String template, String message, String logger)
            throws Exception {
        List<Read> events =
                eventsOf("json-" + template, "<JsonTemplateLayout eventTemplateUri='classpath:" + template + "'/>");
        for (Read read : events) {
            JsonNode value = JSON.readTree(read.value());
            assertThat(read.key())
                    .isEqualTo(value.get("epoch").textValue()
                            + '-'
                            + value.get("seq").longValue());
            assertThat(value.get(message).textValue()).contains("\"a\tb\n\u00e4\ud83d\ude00\"");
            assertThat(value.get(logger).textValue()).isEqualTo("shop.Worker");
        }
    }

    @Test
    void gelfLayout_passesTheAudit() throws Exception {
        List<Read> events = eventsOf("gelf", "<GelfLayout host='web-1' compressionType='OFF'/>");
        for (Read read : events) {
            assertThat(JSON.readTree(read.value()).get("host").textValue()).isEqualTo("web-1");
        }
    }

    @Test
    void patternLayout_isLeftAsItIsAndPassesTheAudit() throws Exception {
        List<Read> events = eventsOf("pattern", "<PatternLayout pattern='%-5p %c - %m%n%ex'/>");
        assertThat(events)
                .allSatisfy(read -> assertThat(read.text())
                        .startsWith("INFO  shop.Worker - worker " + read.header("w") + " event ")
                        .doesNotContain("\"epoch\""));
        assertThat(events).anyMatch(read -> read.text().contains("java.io.IOException: no"));
    }
}
