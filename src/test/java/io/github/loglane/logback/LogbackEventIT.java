package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.root;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MarkerFactory;

/** Records of what is special to Logback and SLF4J 2. */
class LogbackEventIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    private static String kafkaOptions(String topic, String more) {
        BROKER.topics().create(topic, 2);
        return "<bootstrapServers>" + BROKER.bootstrapServers() + "</bootstrapServers><topic>" + topic
                + "</topic><stopTimeoutMs>60000</stopTimeoutMs>" + more;
    }

    private static List<JsonNode> values(String topic) {
        return reads(topic).stream().map(LogbackEventIT::parse).toList();
    }

    private static List<Read> reads(String topic) {
        return BROKER.topics().reader(topic).all().stream()
                .filter(read -> read.header("kind") == null)
                .toList();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static JsonNode parse(Read read) {
        try {
            return JSON.readTree(read.value());
        } catch (IOException e) {
            throw new AssertionError(read.text(), e);
        }
    }

    @Test
    void keyValuePairsMarkersAndMdc_areInTheRecord() {
        LoggerContext context = logback.start(xml("ALL", kafkaOptions("pairs", "<workerId>%X{worker}</workerId>")));
        context.getMDCAdapter().put("tenant", "acme");
        context.getMDCAdapter().put("shadowed", "by the pair");
        context.getMDCAdapter().put("request.id", "17");
        context.getLogger("app")
                .atWarn()
                .addMarker(MarkerFactory.getMarker("AUDIT"))
                .addMarker(MarkerFactory.getMarker("SLOW"))
                .addKeyValue("shadowed", 1)
                .addKeyValue("count", 5)
                .addKeyValue("password", "hunter2")
                .addKeyValue("worker", 7)
                .log("order {} shipped", 12);
        context.getLogger("app")
                .atInfo()
                .addKeyValue("request", Map.of("method", "GET", "token", "t"))
                .log("got");
        root(context).info("of the root logger");
        context.stop();
        List<JsonNode> values = values("pairs");
        JsonNode first = values.stream()
                .filter(value -> value.has("workerId"))
                .findFirst()
                .orElseThrow();
        assertThat(first.get("message").asText()).isEqualTo("order 12 shipped");
        assertThat(first.get("level").asText()).isEqualTo("WARN");
        assertThat(first.get("marker").asText()).isEqualTo("AUDIT,SLOW");
        assertThat(first.get("workerId").asInt()).isEqualTo(7);
        assertThat(first.get("request").toString()).isEqualTo("{\"id\":\"17\"}");
        assertThat(texts(first.get("mdc")))
                .isEqualTo(Map.of("tenant", "acme", "shadowed", "1", "count", "5", "password", "***", "worker", "7"));
        JsonNode got = values.stream()
                .filter(value -> value.get("message").asText().equals("got"))
                .findFirst()
                .orElseThrow();
        assertThat(texts(got.get("request"))).isEqualTo(Map.of("method", "GET", "token", "***"));
        assertThat(values.stream().filter(value -> value.get("logger").asText().isEmpty()))
                .hasSize(1);
    }

    /** Several threads, each a worker, behind Logback's AsyncAppender. */
    @Test
    void workerBehindAsyncAppender_isThatOfTheLoggingThread() throws InterruptedException {
        LoggerContext context = logback.start(async(kafkaOptions("async-mdc", "<workerId>%X{worker}</workerId>")));
        logFromThreads(context);
        context.stop();
        List<Read> reads = reads("async-mdc");
        assertThat(reads).hasSize(600);
        assertThat(reads).allSatisfy(read -> {
            assertThat(parse(read).get("message").asText()).startsWith("worker " + read.header("w") + " ");
            assertThat(parse(read).get("thread").asText()).isEqualTo("worker-" + read.header("w"));
        });
        for (int worker = 0; worker < 3; worker++) {
            String prefix = "worker " + worker + " event ";
            assertThat(reads.stream()
                            .map(read -> parse(read).get("message").asText())
                            .filter(message -> message.startsWith(prefix)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                            .mapToObj(i -> prefix + i)
                            .toList());
        }
    }

    @Test
    void threadsBehindAsyncAppender_goByTheirNames() throws InterruptedException {
        LoggerContext context = logback.start(async(kafkaOptions("async-thread", "<workerId>thread</workerId>")));
        logFromThreads(context);
        context.stop();
        assertThat(reads("async-thread"))
                .hasSize(600)
                .allSatisfy(read -> assertThat(read.header("w"))
                        .isEqualTo(parse(read).get("thread").asText()));
    }

    @Test
    void threads_goByTheirIds() {
        LoggerContext context = logback.start(xml("ALL", kafkaOptions("thread", "<workerId>thread</workerId>")));
        context.getLogger("app").info("hello");
        context.stop();
        assertThat(values("thread").get(0).get("workerId").asLong())
                .isEqualTo(Thread.currentThread().getId());
    }

    private static String async(String options) {
        return "<configuration><appender name='Kafka' class='" + WorkerKafkaAppender.class.getName() + "'>" + options
                + "</appender><appender name='Async' class='" + AsyncAppender.class.getName()
                + "'><neverBlock>false</neverBlock><discardingThreshold>0</discardingThreshold>"
                + "<maxFlushTime>0</maxFlushTime><appender-ref ref='Kafka'/></appender>"
                + "<root level='ALL'><appender-ref ref='Async'/></root></configuration>";
    }

    private static void logFromThreads(LoggerContext context) throws InterruptedException {
        Thread[] threads = new Thread[3];
        for (int worker = 0; worker < threads.length; worker++) {
            String id = String.valueOf(worker);
            threads[worker] = new Thread(
                    () -> {
                        context.getMDCAdapter().put("worker", id);
                        for (int i = 1; i <= 200; i++) {
                            context.getLogger("app").info("worker {} event {}", id, i);
                        }
                    },
                    "worker-" + id);
            threads[worker].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void nestedEncoderOfJson_isStamped() {
        LoggerContext context = logback.start(xml(
                "ALL", kafkaOptions("nested-json", "<encoder class='ch.qos.logback.classic.encoder.JsonEncoder'/>")));
        context.getLogger("app").info("say \"hello\"");
        context.stop();
        JsonNode value = values("nested-json").get(0);
        assertThat(value.get("message").asText()).isEqualTo("say \"hello\"");
        assertThat(value.get("epoch").asText() + '-' + value.get("seq").asText())
                .isEqualTo(reads("nested-json").get(0).key());
    }

    @Test
    void nestedPattern_goesAsItIs() {
        LoggerContext context = logback.start(
                xml("ALL", kafkaOptions("nested-text", "<encoder><pattern>{\"m\":\"%m\"}%n</pattern></encoder>")));
        context.getLogger("app").info("say \"hello\"");
        context.stop();
        assertThat(reads("nested-text").get(0).text()).isEqualTo("{\"m\":\"say \"hello\"\"}");
    }
}
