package io.github.loglane.conf;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Puts records into the topic. Safe for any thread; opens a connection for each record, since a change of configuration is a rare
 * thing.
 */
public final class ConfPublisher {

    private final ConfSettings settings;

    /** With the settings by which the topic is read. */
    public ConfPublisher(ConfSettings settings) {
        this.settings = settings;
    }

    /** @param client settings of a Kafka client, {@code bootstrap.servers} among them; only servers and security count */
    public static ConfPublisher of(String topic, Map<String, ?> client) {
        Map<String, String> texts = new HashMap<>();
        client.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return new ConfPublisher(ConfSettings.of(topic, texts, Map.of()));
    }

    /**
     * Sends {@code message} and waits for the broker's ack.
     *
     * @return the record's offset, by which answers can be told
     * @throws ConfPublishException where there is no ack within {@code deadline}
     */
    public long publish(ConfMessage message, Duration deadline) throws ConfPublishException, InterruptedException {
        long endNanos = System.nanoTime() + deadline.toNanos();
        KafkaProducer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(settings.producer(deadline.toMillis()));
            var sent =
                    producer.send(new ProducerRecord<>(settings.topic(), 0, message.keyBytes(), message.valueBytes()));
            return sent.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .offset();
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        } catch (TimeoutException e) {
            throw new ConfPublishException("expecting: an ack of topic " + settings.topic() + " within " + deadline
                    + ", found: none; the record may be in the topic or not");
        } finally {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
        }
    }

    private ConfPublishException failed(Throwable cause) {
        String expected =
                cause instanceof TopicAuthorizationException ? "permission Write on topic " : "an ack of topic ";
        return new ConfPublishException(
                "expecting: " + expected + settings.topic() + ", found: " + settings.describe(cause));
    }
}
