package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Audits a topic from Kafka alone: whether every record that loglane numbered arrived, in order.
 *
 * <p>Reads the topic once from its log start to the ends it had at the beginning, without a consumer group, and leaves no
 * trace in Kafka. Runs on the calling thread. It does not compare contents, and cannot know of seqs after an epoch's last
 * one in Kafka.
 */
public final class Audit {

    /** How long {@link #run(Map, String)} waits for records that may still be on their way. */
    public static final Duration DEFAULT_SETTLE = Duration.ofSeconds(10);

    /** So few that they are still in the processor's cache when they are judged. */
    private static final int MAX_POLL_RECORDS = 500;

    private static final int MAX_PARTITION_FETCH_BYTES = 4 << 20;
    /** What is read ahead, of each broker and in one piece: most of the memory that an audit takes. */
    private static final int FETCH_MAX_BYTES = 8 << 20;

    private Audit() {}

    /**
     * @param consumerConfig at least {@code bootstrap.servers}; group, deserializers and offset reset are set here
     * @throws ToolFailure where the topic cannot be read
     */
    public static AuditReport run(Map<String, Object> consumerConfig, String topic) {
        return run(consumerConfig, topic, DEFAULT_SETTLE);
    }

    /** @param settle how long to wait for records that may still be on their way; used only where some may be */
    public static AuditReport run(Map<String, Object> consumerConfig, String topic, Duration settle) {
        return run(consumerConfig, topic, settle, Progress.NONE);
    }

    static AuditReport run(Map<String, Object> consumerConfig, String topic, Duration settle, Progress progress) {
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer = new KafkaConsumer<>(
                consumerConfig(consumerConfig), new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            return new TopicReader(consumer, topic, progress).read(settle);
        }
    }

    /** {@code given} with what the audit sets itself. */
    static Map<String, Object> consumerConfig(Map<String, Object> given) {
        Map<String, Object> config = new HashMap<>(given);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A log start that overtakes us must be seen, not jumped over.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES);
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        return config;
    }
}
