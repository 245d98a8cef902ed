package io.github.loglane.conf;

import io.github.loglane.status.SecretScrubber;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where the topic {@code conf} is and how its clients get there: as the producer of {@code logs} does, unless told otherwise.
 * Immutable. Never prints a value: it may hold passwords.
 */
public final class ConfSettings {

    /** Names of own threads and clients begin with it, so that what they log is known as loglane's. */
    static final String PREFIX = "loglane-conf-";

    private static final Map<String, String> FIXED = Map.of(
            ConsumerConfig.GROUP_ID_CONFIG, "every process reads all of the topic",
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "every process reads all of the topic",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "the topic is read from its beginning",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "the topic is read from its beginning",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "loglane creates no topic",
            ConsumerConfig.CLIENT_ID_CONFIG, "by it loglane knows its own threads",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "loglane reads bytes",
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "loglane reads bytes");

    private static final Set<String> SHARED_PREFIXES = Set.of("security.", "sasl.", "ssl.", "config.providers");
    private static final Set<String> SHARED = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
            CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG);

    private static final Set<String> SERVERS_ONLY = Set.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);

    private final String topic;
    private final Map<String, String> values;
    private final SecretScrubber scrubber;

    private ConfSettings(String topic, Map<String, String> values) {
        this.topic = topic;
        this.values = values;
        // the servers are no secret; all else Kafka is asked of, which loads many of its classes
        boolean isBare = SERVERS_ONLY.containsAll(values.keySet());
        this.scrubber = SecretScrubber.of(values, isBare ? Set.of() : KafkaTypes.PASSWORDS);
    }

    /**
     * Checks and completes what the user set.
     *
     * @param producer the settings of the producer, of which servers and security count here too
     * @param own settings for the clients of this topic alone; they win
     * @throws IllegalArgumentException where one of {@code own} is unknown, or breaks what is promised
     */
    public static ConfSettings of(String topic, Map<String, String> producer, Map<String, String> own) {
        Map<String, String> values = new HashMap<>();
        producer.forEach((key, value) -> {
            boolean isShared = SHARED.contains(key) || SHARED_PREFIXES.stream().anyMatch(key::startsWith);
            if (isShared && value != null) {
                values.put(key, value.strip());
            }
        });
        own.forEach((key, value) -> values.put(key, checked(key, value)));
        return new ConfSettings(topic, Collections.unmodifiableMap(values));
    }

    private static String checked(String key, String value) {
        String reason = FIXED.get(key);
        if (reason != null) {
            throw new IllegalArgumentException("conf setting '" + key + "': expecting: none (" + reason + ")");
        }
        boolean isKnown = ConsumerConfig.configNames().contains(key)
                || SHARED_PREFIXES.stream().anyMatch(key::startsWith);
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "conf setting: expecting: a setting of Kafka's consumer behind 'conf.', found: '" + key + "'");
        }
        if (value == null) {
            throw new IllegalArgumentException("conf setting '" + key + "': expecting: a value, found: nothing");
        }
        return value.strip();
    }

    public String topic() {
        return topic;
    }

    /** What makes two topics of one name different ones: the cluster, by its servers in whatever order. */
    public String place() {
        String servers = values.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
        String[] each = servers.split("\\s*,\\s*");
        Arrays.sort(each);
        return topic + '@' + String.join(",", each);
    }

    /** For the constructors of clients only, as the next two: it holds secrets. */
    Map<String, Object> consumer() {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, PREFIX + topic);
        all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100");
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "30000");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.putAll(values);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return all;
    }

    Map<String, Object> admin() {
        Map<String, Object> all = known(AdminClientConfig.configNames());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, PREFIX + topic);
        all.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "30000");
        return all;
    }

    Map<String, Object> producer(long timeoutMs) {
        String timeout = Long.toString(Math.max(1, timeoutMs));
        Map<String, Object> all = known(ProducerConfig.configNames());
        all.put(ProducerConfig.CLIENT_ID_CONFIG, PREFIX + topic + "-publish");
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        // one record, whose repetition says the same: no producer id to wait for
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(2 * ConfParser.MAX_VALUE_BYTES));
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return all;
    }

    /** Those that another kind of client has too, and those of plug-ins. */
    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> all = new HashMap<>(values);
        all.keySet()
                .removeIf(key ->
                        !names.contains(key) && ConsumerConfig.configNames().contains(key));
        return all;
    }

    /** What may be printed of {@code failure}. */
    String describe(Throwable failure) {
        return scrubber.describe(failure);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfSettings that && topic.equals(that.topic) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + values.hashCode();
    }

    @Override
    public String toString() {
        return "ConfSettings{" + topic + ", " + values.size() + " settings}";
    }

    /** A class of its own, so that Kafka is asked only where it is needed. */
    private static final class KafkaTypes {

        static final Set<String> PASSWORDS = ConsumerConfig.configDef().configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .collect(Collectors.toUnmodifiableSet());

        private KafkaTypes() {}
    }
}
