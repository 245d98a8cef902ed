package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hundred thousand changes, and a hundred thousand settings: the topic stays small, and so does a process that reads it. */
class ConfScaleIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config()
            .with("log.cleaner.backoff.ms", "200")
            .with("log.cleaner.min.compaction.lag.ms", "0")
            .build();

    private static final int CHANGES = 100_000;
    private static final int SETTINGS = 100_000;
    private static final int KEYS = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Map<String, String> COMPACTED_SOON = Map.of(
            "cleanup.policy",
            "compact",
            "segment.bytes",
            "1048576",
            "min.cleanable.dirty.ratio",
            "0.01",
            "segment.ms",
            "500",
            "max.compaction.lag.ms",
            "500");

    private final ConfTopic conf = new ConfTopic();

    private static WorkerProcess start(String topic, String heap) {
        return WorkerProcess.of(ConfWorker.class)
                .jvmArg("-Xmx" + heap)
                .property("log4j2.configurationFile", "classpath:io/github/loglane/it/conf-worker.xml")
                .property("bootstrap", BROKER.bootstrapServers())
                .property("worker", "1")
                .property("status", "WARN")
                .property("topic", "logs-" + topic)
                .property("conf", topic)
                .start();
    }

    @Test
    void manyChangesOfFewSettings_leaveASmallTopicAndTheSameState() throws Exception {
        BROKER.topics().create("logs-changes", 1);
        BROKER.topics().create("changes", 1, 1, COMPACTED_SOON);
        try (WorkerProcess early = start("changes", "128m")) {
            early.awaitLine("up"::equals, TIMEOUT);
            conf.open("changes");
            for (int i = 0; i < CHANGES; i++) {
                conf.send("*#config/c" + i % KEYS, String.valueOf(i));
            }
            conf.send("*#level/com.acme", "\"WARN\"");
            conf.flush();
            awaitCompaction();
            try (WorkerProcess late = start("changes", "128m")) {
                String state = expected();
                for (WorkerProcess process : new WorkerProcess[] {early, late}) {
                    await().atMost(TIMEOUT).until(() -> state.equals(state(process)));
                }
            }
        } finally {
            conf.close();
        }
    }

    /** What is not compacted yet are the records of the segment that is being written: a few of many. */
    private void awaitCompaction() {
        AtomicLong records = new AtomicLong();
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).until(() -> {
            // a record more, so that a segment that is full of time ends
            conf.send("*#config/tick", "1");
            conf.flush();
            records.set(0);
            BROKER.topics().reader("changes").forEach((Read read) -> records.incrementAndGet());
            return records.get() < 200;
        });
        System.out.printf("conf: %d changes of %d settings left %d records%n", CHANGES, KEYS, records.get());
    }

    private static String expected() {
        StringBuilder state = new StringBuilder("WARN");
        for (int key = 0; key < KEYS; key++) {
            int last = (CHANGES - 1 - key) / KEYS * KEYS + key;
            state.append(" c").append(key).append('=').append(last);
        }
        return state.toString();
    }

    private static String state(WorkerProcess process) {
        int before = process.lines().size();
        process.send("state");
        await().atMost(TIMEOUT).until(() -> process.lines().size() > before);
        return process.lines().get(before);
    }

    @Test
    void manySettings_areReadInBoundedMemory() throws Exception {
        BROKER.topics().create("logs-settings", 1);
        BROKER.topics().create("settings", 1, 1, COMPACTED_SOON);
        conf.open("settings");
        try {
            for (int i = 0; i < SETTINGS; i++) {
                conf.send("*#config/k" + i, String.valueOf(i));
            }
            // beyond what a process holds, whatever the count above
            String big = '"' + "x".repeat(900_000) + '"';
            for (int i = 0; i < 40; i++) {
                conf.send("*#config/big" + i, big);
            }
            conf.send("*#level/com.acme", "\"INFO\"");
            conf.flush();
            try (WorkerProcess process = start("settings", "256m")) {
                await().atMost(TIMEOUT).until(() -> process.errors().contains("records are left out"));
                await().atMost(TIMEOUT).until(() -> state(process).startsWith("INFO"));
                conf.send("*#level/com.acme", "\"WARN\"");
                conf.flush();
                await().atMost(TIMEOUT).until(() -> state(process).startsWith("WARN"));
                await().atMost(TIMEOUT).until(() -> configs(process) >= SETTINGS);
                // and those of the two levels
                awaitAnswers(configs(process) + 2);
                assertThat(process.isAlive()).isTrue();
            }
        } finally {
            conf.close();
        }
    }

    private static int configs(WorkerProcess process) {
        int before = process.lines().size();
        process.send("count");
        await().atMost(TIMEOUT).until(() -> process.lines().size() > before);
        return Integer.parseInt(process.lines().get(before));
    }

    /** Each setting that is held is answered once, and no other event is lost for it. */
    private static void awaitAnswers(int count) {
        AtomicLong answers = new AtomicLong();
        AtomicLong gaps = new AtomicLong();
        await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            answers.set(0);
            gaps.set(0);
            BROKER.topics().reader("logs-settings").forEach((Read read) -> {
                answers.addAndGet(read.text().contains("\"loglane.conf\"") ? 1 : 0);
                gaps.addAndGet(read.header("gap") == null ? 0 : 1);
            });
            return answers.get() >= count;
        });
        System.out.printf("conf: %d settings and 36 MB more: %s answers, %s gaps%n", SETTINGS, answers, gaps);
        assertThat(answers).hasValue(count);
        assertThat(gaps).hasValue(0);
    }

    /** Writes values as fast as a producer can. */
    private static final class ConfTopic {
        private KafkaProducer<byte[], byte[]> producer;
        private String topic;
        private long number;
        private volatile Exception failure;

        void open(String name) {
            topic = name;
            producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            BROKER.bootstrapServers(),
                            "linger.ms",
                            20,
                            "max.request.size",
                            4_000_000,
                            "enable.metrics.push",
                            false),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void send(String key, String json) {
            String value = "{\"id\":\"n" + number++ + "\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":" + json + "}";
            var ignored = producer.send(
                    new ProducerRecord<>(
                            topic, 0, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)),
                    (sent, e) -> failure = e == null ? failure : e);
        }

        void flush() {
            producer.flush();
            assertThat(failure).isNull();
        }

        void close() {
            producer.close();
        }
    }
}
