package io.github.loglane.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.loglane.TextOptions;
import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.encode.Corpus;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.encode.Json;
import io.github.loglane.encode.Severity;
import io.github.loglane.encode.Worker;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Fault;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import io.github.loglane.testkit.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every front does in the same way. Where a figure is exact, it holds them to each other. */
public abstract class FrontContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NO_BROKER = "127.0.0.1:1";
    private static final Pattern KEY = Pattern.compile("[0-9a-z]{1,13}-[1-9][0-9]*");
    private static final EncoderSettings SETTINGS = EncoderSettings.of("web-1").withService("shop", "prod");
    private static final int FAULTY_EVENTS = Integer.getInteger("loglane.wire.events", 10_000);
    private static final int LANES = 8;

    /** What one framework or the other has no such event of, or throws at before any appender sees it. */
    private static final Pattern NOT_COMMON = Pattern.compile(
            "level/(FATAL|NOTICE)" // Logback has five levels
                    + "|context/(nullKey|tenThousand)" // Log4j2 has no null keys, and each has an order of its own
                    + "|exception/(throwing.*|manyCauses)" // Logback reads all of it in the log call
                    + "|time/([-+].*|0000.*|19.*)"); // Logback counts in milliseconds too, Log4j2's builder from 1970

    private final Front front = front();

    /** The broker of the class, with a proxy's address. */
    protected abstract BrokerProcess broker();

    /** A front that is not started. */
    protected abstract Front front();

    @AfterEach
    void close() {
        front.close();
    }

    private static Map<String, String> options(String topic, String servers) {
        Map<String, String> options = new TreeMap<>();
        options.put("topic", topic);
        options.put("bootstrapServers", servers);
        options.put("workerId", "3");
        options.put("hostname", "web-1");
        options.put("service", "shop");
        options.put("env", "prod");
        options.put("stopTimeoutMs", "60000");
        return options;
    }

    /** One topic of each front for each test. */
    private String topic(String name) {
        return name + '-' + getClass().getSimpleName();
    }

    private String create(String name) {
        broker().topics().create(topic(name), 2);
        return topic(name);
    }

    private List<Read> events(String topic) {
        return broker().topics().reader(topic).all().stream()
                .filter(read -> read.header("kind") == null)
                .toList();
    }

    @Test
    void options_areThoseOfAllFronts() {
        assertThat(front.options()).containsExactlyInAnyOrderElementsOf(TextOptions.names());
    }

    @Test
    protected void events_giveTheValueOfTheEncoderAndAKeyOfItsForm() {
        List<Corpus.Case> cases = Corpus.cases().stream()
                .filter(nasty -> !NOT_COMMON.matcher(nasty.name()).matches())
                .toList();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(100);
        String topic = create("corpus");
        front.start(options(topic, broker().bootstrapServers()), false);
        List<JsonNode> expected = new ArrayList<>();
        for (Corpus.Case nasty : cases) {
            FakeEvent event = nasty.event().get();
            front.log(event);
            expected.add(Json.encode(SETTINGS, event, Worker.of(3)));
        }
        front.stop();
        List<Read> reads = events(topic);
        assertThat(reads).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            ObjectNode value =
                    (ObjectNode) Json.read(reads.get(i).value(), reads.get(i).value().length);
            String id =
                    value.remove("epoch").asText() + '-' + value.remove("seq").asText();
            assertThat(reads.get(i).key()).isEqualTo(id).matches(KEY);
            assertThat(reads.get(i).header("w")).isEqualTo("3");
            assertThat(value).as(cases.get(i).name()).isEqualTo(expected.get(i));
        }
        assertThat(front.warnings()).isEmpty();
    }

    private static FakeEvent big(Severity severity) {
        FakeEvent event = FakeEvent.of("x".repeat(60_000));
        event.severity = severity;
        event.levelName = severity.name();
        return event;
    }

    private Map<String, String> small() {
        Map<String, String> options = options(topic("small"), NO_BROKER);
        options.put("journalBytes", "1 MiB");
        options.put("maxRecordBytes", "64 KiB");
        options.put("stopTimeoutMs", "1");
        return options;
    }

    private static Map<DropCause, Long> drops(Counters counters) {
        Map<DropCause, Long> drops = new HashMap<>();
        for (DropCause cause : DropCause.values()) {
            long sum = counters.dropped(cause).sum();
            if (sum > 0) {
                drops.put(cause, sum);
            }
        }
        return drops;
    }

    @Test
    protected void events_areDroppedForTheSameCauses() {
        front.start(small(), false);
        Counters counters = front.pipeline().counters();
        for (Severity severity : new Severity[] {Severity.INFO, Severity.DEBUG, Severity.ERROR}) {
            for (int i = 0; i < 20; i++) {
                front.log(big(severity));
            }
        }
        FakeEvent own = FakeEvent.of("of the shipper");
        own.threadName = "loglane-shipper";
        front.log(own);
        front.stop();
        front.log(FakeEvent.of("late"));
        assertThat(drops(counters))
                .isEqualTo(Map.of(
                        DropCause.SHED, 23L, DropCause.FULL, 20L, DropCause.OWN_LOGGER, 1L, DropCause.CLOSED, 1L));
        assertThat(counters.appended().sum()).isEqualTo(17);
        assertThat(counters.offered().sum()).isEqualTo(62);
    }

    @Test
    void fallback_getsWhatHasNoRoomAndNothingDuringStop() {
        front.start(small(), true);
        Counters counters = front.pipeline().counters();
        for (int i = 0; i < 20; i++) {
            front.log(big(Severity.ERROR));
        }
        int spared = front.spared().size();
        assertThat(drops(counters)).isEqualTo(Map.of(DropCause.FALLBACK, (long) spared));
        assertThat(counters.appended().sum() + spared).isEqualTo(20);
        front.stop();
        front.log(FakeEvent.of("late"));
        assertThat(front.spared()).hasSize(spared);
    }

    @Test
    void badOption_isOneLineAndAllGoesToTheFallback() {
        Map<String, String> options = options("no topic", NO_BROKER);
        front.start(options, true);
        front.log(FakeEvent.of("hello"));
        assertThat(front.spared()).containsExactly("hello");
        assertThat(front.warnings())
                .singleElement()
                .asString()
                .startsWith("loglane Kafka: bad configuration, refuses all events; option 'topic': expecting: ");
    }

    @Test
    protected void stop_waitsUntilKafkaHasAllAndEndsTheEpoch() {
        String topic = create("stopped");
        front.start(options(topic, broker().bootstrapServers()), false);
        for (int i = 0; i < 1_000; i++) {
            front.log(FakeEvent.of("worker 3 event " + (i + 1)));
        }
        front.stop();
        assertThat(front.pipeline().isClosed()).isTrue();
        assertThat(NumberedEvents.in(broker(), topic)).isEqualTo(Map.of("3", 1_000));
        assertThat(NumberedEvents.audit(broker(), topic).epochs())
                .singleElement()
                .satisfies(epoch -> assertThat(epoch.lastSeq()).isEqualTo(1_002));
        assertThat(front.warnings()).isEmpty();
    }

    @Test
    void stop_withoutABrokerEndsAtItsTimeAndTellsWhatIsLeft() {
        Map<String, String> options = options("away", NO_BROKER);
        options.put("stopTimeoutMs", "300");
        front.start(options, false);
        for (int i = 0; i < 100; i++) {
            front.log(FakeEvent.of("event"));
        }
        front.stop();
        assertThat(front.pipeline().counters().leftAtStop()).isEqualTo(100);
        assertThat(front.warnings().stream().filter(line -> line.contains("stopped after")))
                .singleElement()
                .asString()
                .containsPattern(
                        "^loglane Kafka: stopped after \\d+ ms with 100 events \\(\\d+ bytes\\) not acknowledged");
    }

    @Test
    void conf_isAnsweredAndItsLevelsEndWithWhatWasThere() throws Exception {
        String logs = create("conf-logs");
        String conf = topic("conf");
        broker().topics().create(conf, 1, 1, Map.of("cleanup.policy", "compact"));
        Map<String, String> options = options(logs, broker().bootstrapServers());
        options.put("conf", "true");
        options.put("confTopic", conf);
        front.start(options, false);
        ConfPublisher publisher = ConfPublisher.of(conf, Map.of("bootstrap.servers", broker().bootstrapServers()));
        publisher.publish(ConfMessage.level("com.acme", ConfLevel.WARN).build(), TIMEOUT);
        awaitLevel("com.acme.Shop", "WARN");
        publisher.publish(
                ConfMessage.level("com.acme", ConfLevel.DEBUG)
                        .expiresIn(Duration.ofMinutes(5))
                        .in(ConfScope.worker("3"))
                        .build(),
                TIMEOUT);
        awaitLevel("com.acme.Shop", "DEBUG");
        publisher.publish(ConfMessage.level("ROOT", ConfLevel.INFO).build(), TIMEOUT);
        awaitLevel("org.other", "INFO");
        publisher.publish(ConfMessage.reset(ConfKey.parse("worker/3#level/com.acme")), TIMEOUT);
        awaitLevel("com.acme.Shop", "WARN");
        front.setLevel("com.acme", "TRACE");
        publisher.publish(ConfMessage.reset(ConfKey.parse("*#level/com.acme")), TIMEOUT);
        publisher.publish(ConfMessage.reset(ConfKey.parse("*#level/ROOT")), TIMEOUT);
        awaitLevel("org.other", "ERROR");
        assertThat(front.level("com.acme.Shop")).as("the application's").isEqualTo("TRACE");
        sendRaw(conf, "*#level/com.acme", "{\"value\":");
        publisher.publish(
                ConfMessage.level("org.last", ConfLevel.OFF).force(true).build(), TIMEOUT);
        assertThat(Answers.until(broker(), logs, "7 applied"))
                .containsExactly(
                        "0 applied",
                        "1 applied",
                        "2 applied",
                        "3 applied",
                        "4 applied",
                        "5 applied",
                        "6 rejected",
                        "7 applied");
        assertThat(Answers.record(broker(), logs, "0 applied").get("message").asText())
                .isEqualTo("conf updated 3");
        assertThat(front.warnings()).singleElement().asString().contains(conf + ", offset 6: rejected: expecting: ");
    }

    private void sendRaw(String topic, String key, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker().bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private void awaitLevel(String logger, String level) {
        await().atMost(TIMEOUT).until(() -> front.level(logger).equals(level));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void events_throughFaultsOnTheWireAreNeitherLostNorReordered(long seed) {
        String topic = create("wire-" + seed);
        try (FaultProxy proxy = new FaultProxy(broker().proxyRoute(), FaultPlan.random(seed, 0.20))) {
            Map<String, String> options = options(topic, proxy.bootstrapServers());
            options.put("workerId", "%X{worker}");
            options.put("stopTimeoutMs", "120000");
            // small batches, so that there are many requests for faults to hit
            options.put("property:batch.size", "2000");
            options.put("property:linger.ms", "1");
            options.put("property:reconnect.backoff.ms", "10");
            options.put("property:reconnect.backoff.max.ms", "50");
            options.put("property:retry.backoff.ms", "10");
            options.put("property:max.request.size", "1048576");
            front.start(options, false);
            Map<String, Integer> logged = new TreeMap<>();
            for (int i = 0; i < FAULTY_EVENTS; i++) {
                String worker = String.valueOf(i % LANES);
                int number = logged.merge(worker, 1, Integer::sum);
                front.log(FakeEvent.of("worker " + worker + " event " + number).context("worker", worker));
            }
            front.stop();
            assertThat(front.pipeline().counters().leftAtStop()).as("%s", proxy).isZero();
            assertThat(proxy.count(Fault.Kind.PASS)).isPositive();
            assertThat(front.pipeline().counters().rebuilds().sum()).isPositive();
            assertThat(NumberedEvents.in(broker(), topic)).isEqualTo(logged);
            NumberedEvents.audit(broker(), topic);
        }
    }
}
