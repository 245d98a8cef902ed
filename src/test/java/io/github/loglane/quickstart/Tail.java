package io.github.loglane.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.quickstart.Screen.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topic while it is written: every record goes to the ledger and to the change that waits for answers, and as
 * many to the screen as one can read.
 */
final class Tail {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final String COLUMNS = "         %-16s %6s %9s  %-5s  %s";
    private static final int MESSAGE_CHARS = 60;

    private final String bootstrapServers;
    private final Ledger ledger;
    private final LevelChange change;
    private final Screen screen;
    private final ObjectMapper json = new ObjectMapper();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean showing;
    private volatile boolean finishing;
    private final Sample sample = new Sample();
    private long lastLineNanos;

    Tail(String bootstrapServers, Ledger ledger, LevelChange change, Screen screen) {
        this.bootstrapServers = bootstrapServers;
        this.ledger = ledger;
        this.change = change;
        this.screen = screen;
    }

    void start() {
        Thread thread = new Thread(this::run, "tail");
        thread.setDaemon(true);
        thread.start();
    }

    /** Shows a line of each worker at once, where it has written one, then of each in its turn. */
    void show() {
        screen.print(Style.STRONG, "\n" + String.format(COLUMNS, "host", "worker", "partition", "level", "message"));
        for (int worker = 1; worker <= Plan.WORKERS; worker++) {
            sample.next().ifPresent(line -> print(screen, line));
        }
        showing = true;
    }

    /** The screen is needed for other things; the ledger goes on. */
    void hide() {
        showing = false;
    }

    /** Returns when all that was in the topic at the call is in the ledger. */
    void finish(Duration timeout) throws Exception {
        finishing = true;
        ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                200,
                "enable.metrics.push",
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Plan.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Plan.TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            while (!finishing) {
                take(consumer);
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                take(consumer);
            }
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            take(record.partition(), json.readTree(record.value()));
        }
        long now = System.nanoTime();
        if (showing && now - lastLineNanos >= LINE_NANOS) {
            lastLineNanos = now;
            sample.next().ifPresent(line -> print(screen, line));
        }
    }

    /** First the sample, so that it has an order of each worker that the ledger knows. */
    private void take(int partition, JsonNode event) {
        int worker = event.path("workerId").asInt();
        Sample.Line line = new Sample.Line(
                worker,
                partition,
                event.path("hostname").asText(),
                event.path("level").asText(),
                event.path("message").asText());
        sample.add(line);
        ledger.add(worker, partition, line.message());
        change.see(event, line);
    }

    static void print(Screen screen, Sample.Line line) {
        String text = String.format(
                Locale.ROOT,
                COLUMNS,
                cut(line.host(), 16),
                line.worker(),
                line.partition(),
                line.level(),
                cut(line.message(), MESSAGE_CHARS));
        screen.print(style(line.level()), text);
    }

    private static Style style(String level) {
        return switch (level) {
            case "ERROR", "FATAL" -> Style.BAD;
            case "WARN" -> Style.ODD;
            case "DEBUG" -> Style.FAINT;
            default -> Style.PLAIN;
        };
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars - 3) + "...";
    }
}
