package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eight processes, one publish after the other: how long until the answers of all are in {@code logs}. */
class ConfFleetIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final int PROCESSES = 8;
    private static final int CHANGES = Integer.getInteger("loglane.conf.changes", 20);
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int PARTITIONS = 4;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void change_isAnsweredByAllProcesses() throws Exception {
        BROKER.topics().create("logs", PARTITIONS);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        List<WorkerProcess> fleet = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> answers = answers()) {
            for (int worker = 1; worker <= PROCESSES; worker++) {
                fleet.add(WorkerProcess.of(ConfWorker.class)
                        .property("log4j2.configurationFile", "classpath:io/github/loglane/it/conf-worker.xml")
                        .property("bootstrap", BROKER.bootstrapServers())
                        .property("worker", String.valueOf(worker))
                        .start());
            }
            measure(answers, ConfMessage.config("warm", "1").build());
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                ConfMessage message = i % 2 == 0
                        ? ConfMessage.config("flags", "{\"n\":" + i + "}").build()
                        : ConfMessage.level("com.acme", i % 4 == 1 ? ConfLevel.INFO : ConfLevel.WARN)
                                .build();
                millis.add(measure(answers, message));
            }
            List<Long> sorted = millis.stream().sorted().toList();
            long p95 = sorted.get((sorted.size() * 95 + 99) / 100 - 1);
            System.out.printf(
                    "conf: %d processes, %d changes; all answers after ms: median %d, p95 %d, worst %d%n",
                    PROCESSES, CHANGES, sorted.get(sorted.size() / 2), p95, sorted.get(sorted.size() - 1));
            for (WorkerProcess process : fleet) {
                assertThat(process.errors().lines().filter(line -> !line.startsWith("SLF4J")))
                        .isEmpty();
            }
        } finally {
            fleet.forEach(WorkerProcess::close);
        }
    }

    private static KafkaConsumer<byte[], byte[]> answers() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        BROKER.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.metrics.push",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition("logs", partition));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** From before the publish to the last answer, in milliseconds. */
    private long measure(KafkaConsumer<byte[], byte[]> answers, ConfMessage message) throws Exception {
        long start = System.nanoTime();
        long offset = ConfPublisher.of("conf", Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                .publish(message, Duration.ofSeconds(30));
        Set<String> workers = new TreeSet<>();
        int seen = 0;
        while (workers.size() < PROCESSES) {
            assertThat(System.nanoTime() - start).as("answers of %s", workers).isLessThan(TIMEOUT.toNanos());
            for (ConsumerRecord<byte[], byte[]> record : answers.poll(Duration.ofMillis(100))) {
                JsonNode value = json.readTree(record.value());
                boolean isAnswer =
                        value.has("conf") && value.get("conf").get("offset").asLong() == offset;
                if (isAnswer) {
                    workers.add(value.get("message").asText());
                    seen++;
                }
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertThat(seen).isEqualTo(PROCESSES);
        assertThat(workers).contains("conf updated 1", "conf updated 8");
        return millis;
    }
}
