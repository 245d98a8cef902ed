package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class OrderServiceTest {

    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    /** Needs a Kafka with the topic logs. */
    @Test
    @EnabledIfEnvironmentVariable(named = "KAFKA_BOOTSTRAP_SERVERS", matches = ".+")
    void request_isInKafkaWithoutItsSecrets() throws Exception {
        String id = UUID.randomUUID().toString();
        try (OrderService service = new OrderService(0)) {
            assertEquals(
                    200,
                    get(service.port(), "/orders/17?token=my-secret&page=2", id).statusCode());
        }
        String event = findInKafka(id);
        System.out.println(event);
        assertTrue(event.contains("\"message\":\"order 17 shown\""), event);
        assertTrue(event.contains("\"method\":\"GET\""), event);
        assertTrue(event.contains("\"url\":\"/orders/17?token=***&page=2\""), event);
        assertTrue(event.contains("\"remoteAddr\":\"127.0.0.1\""), event);
        assertTrue(event.contains("\"userAgent\":\"orders-test\""), event);
        assertTrue(event.contains("\"authorization\":\"***\""), event);
        assertFalse(event.contains("my-secret"), event);
    }

    @Test
    void service_startsAnswersAndStopsWhereThereIsNoKafka() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder command = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), OrderService.class.getName(), "0");
        command.environment().put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"); // nobody listens there
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = command.start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            int port = readPort(lines);
            Instant begin = Instant.now();
            assertEquals(200, get(port, "/orders/1", "1").statusCode());
            assertTrue(Duration.between(begin, Instant.now()).toSeconds() < 5, "a log call waited for Kafka");
            process.destroy();
            assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), "did not stop");
        } finally {
            process.destroyForcibly();
        }
    }

    private HttpResponse<String> get(int port, String path, String id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Request-Id", id)
                .header("User-Agent", "orders-test")
                .header("Authorization", "Bearer my-secret")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int readPort(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new AssertionError("the service ended at its start");
    }

    private static String findInKafka(String requestId) {
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        Instant deadline = Instant.now().plus(TIMEOUT);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("logs").stream()
                    .map(info -> new TopicPartition("logs", info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value().contains(requestId)) {
                        return record.value();
                    }
                }
            }
        }
        throw new AssertionError("not in Kafka: an event of request " + requestId);
    }
}
