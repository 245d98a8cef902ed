package io.github.loglane.ship;

import io.github.loglane.status.SecretScrubber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Kafka producer's settings: loglane's defaults, what the user set beside them, and what must not change because order
 * or completeness hang on it. Immutable. Never prints a value: it may hold passwords.
 */
public final class ProducerSettings {

    /** Longest time a send may block the shipper's thread, in milliseconds. */
    static final int MAX_BLOCK_MS = 100;

    private static final int BATCH_BYTES = 256 << 10;
    private static final int REQUEST_OVERHEAD_BYTES = 64 << 10;
    private static final int KAFKA_MAX_REQUEST_BYTES = 1 << 20;
    private static final int MAX_IN_FLIGHT = 5;
    private static final int MAX_LINGER_MS = 5_000;

    /** Settings that log4j-core's appender made people set and that loglane decides itself, with the reason. */
    private static final Map<String, String> NOT_NEEDED = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "log calls never wait for Kafka",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "records are retried until Kafka has them",
            ProducerConfig.RETRIES_CONFIG, "records are retried until Kafka has them",
            ProducerConfig.PARTITIONER_CLASS_CONFIG, "the partition follows from the worker id");

    /**
     * Settings that are checked here to the end. Where there are no others, Kafka's own check is left out: it has the JVM load more
     * than a thousand classes, on the thread that starts the logging.
     */
    private static final Set<String> CHECKED_HERE = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            ProducerConfig.LINGER_MS_CONFIG);

    private final Map<String, Object> values;
    private final List<String> warnings;
    private final SecretScrubber scrubber;

    private ProducerSettings(Map<String, Object> values, List<String> warnings, SecretScrubber scrubber) {
        this.values = values;
        this.warnings = warnings;
        this.scrubber = scrubber;
    }

    /**
     * Checks what the user set and completes it.
     *
     * @param name the appender's name, part of the default client id
     * @param user Kafka's setting names and values, {@code bootstrap.servers} among them
     * @param maxRecordBytes largest record value that will be sent
     * @throws IllegalArgumentException where a setting is missing, a typo of a known one, or breaks what is promised
     */
    public static ProducerSettings of(String name, Map<String, String> user, int maxRecordBytes) {
        List<String> warnings = new ArrayList<>();
        Map<String, Object> values = defaults(name, maxRecordBytes);
        user.forEach((key, value) -> {
            if (!CHECKED_HERE.contains(key)) {
                SettingNames.checkKnown(key);
            }
            if (NOT_NEEDED.containsKey(key)) {
                warnings.add("producer setting '" + key + "' is not needed and ignored: " + NOT_NEEDED.get(key));
            } else {
                checkAllowed(key, value);
                values.put(key, isWord(key) ? value.strip().toLowerCase(Locale.ROOT) : value.strip());
            }
        });
        checkServers((String) values.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
        checkRoom(values, maxRecordBytes + REQUEST_OVERHEAD_BYTES);
        Map<String, Object> all = Collections.unmodifiableMap(values);
        boolean isChecked = CHECKED_HERE.containsAll(user.keySet());
        SecretScrubber scrubber = SecretScrubber.of(all, isChecked ? Set.of() : KafkaTypes.PASSWORDS);
        if (!isChecked) {
            KafkaTypes.check(all, scrubber);
        }
        return new ProducerSettings(all, Collections.unmodifiableList(warnings), scrubber);
    }

    private static Map<String, Object> defaults(String name, int maxRecordBytes) {
        Map<String, Object> values = new HashMap<>();
        values.put(ProducerConfig.CLIENT_ID_CONFIG, OwnThreads.PREFIX + name);
        values.put(ProducerConfig.ACKS_CONFIG, "all");
        // said explicitly: left to its default, a conflicting setting of the user would switch it off silently
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        values.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, String.valueOf(MAX_IN_FLIGHT));
        values.put(ProducerConfig.RETRIES_CONFIG, String.valueOf(Integer.MAX_VALUE));
        values.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(Integer.MAX_VALUE));
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(MAX_BLOCK_MS));
        values.put(ProducerConfig.LINGER_MS_CONFIG, "10");
        values.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH_BYTES));
        values.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        values.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, "30000");
        values.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        values.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                String.valueOf(Math.max(KAFKA_MAX_REQUEST_BYTES, maxRecordBytes + REQUEST_OVERHEAD_BYTES)));
        String serializer = ByteArraySerializer.class.getName();
        values.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, serializer);
        values.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, serializer);
        return values;
    }

    private static void checkAllowed(String key, String value) {
        String found = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
        switch (key) {
            case ProducerConfig.ACKS_CONFIG ->
                expect(
                        Set.of("all", "-1").contains(found),
                        key,
                        "all (records must survive the loss of a broker)",
                        found);
            case ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG ->
                expect("true".equals(found), key, "true (else retries reorder and duplicate)", found);
            case ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION ->
                expect(found.matches("[1-5]"), key, "1 to 5 (else retries reorder)", found);
            case ProducerConfig.LINGER_MS_CONFIG ->
                expect(
                        found.matches("\\d{1,4}") && Integer.parseInt(found) <= MAX_LINGER_MS,
                        key,
                        "0 to " + MAX_LINGER_MS + " (each new producer waits it out before it may send freely)",
                        found);
            case ProducerConfig.TRANSACTIONAL_ID_CONFIG ->
                expect(false, key, "none (loglane sends outside transactions)", found);
            case ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG ->
                expect(
                        ByteArraySerializer.class.getName().equalsIgnoreCase(found),
                        key,
                        "none, or Kafka's ByteArraySerializer (loglane sends bytes)",
                        found);
            default -> expect(value != null, key, "a value", "nothing");
        }
    }

    private static void checkServers(String servers) {
        boolean present = servers != null && !servers.isBlank();
        expect(
                present,
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "host:port[,host:port]",
                present ? servers : "nothing");
        for (String server : servers.split(",", -1)) {
            boolean sound =
                    server.strip().matches("([A-Za-z0-9+-]+://)?(\\[[0-9A-Fa-f:.%a-z]+]|[^:\\s\\[\\]]+):\\d{1,5}");
            expect(sound, ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "host:port[,host:port]", servers);
        }
    }

    private static void checkRoom(Map<String, Object> values, int neededBytes) {
        for (String key : List.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG)) {
            String found = (String) values.getOrDefault(key, String.valueOf(Integer.MAX_VALUE));
            boolean sound = found.matches("\\d{1,18}") && Long.parseLong(found) >= neededBytes;
            expect(sound, key, "at least " + neededBytes + " (maxRecordBytes and its frame)", found);
        }
    }

    /** Settings that are taken in any case, which Kafka does not. */
    private static boolean isWord(String key) {
        return key.equals(ProducerConfig.ACKS_CONFIG) || key.equals(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
    }

    private static void expect(boolean sound, String key, String expected, String found) {
        if (!sound) {
            throw new IllegalArgumentException(
                    "producer setting '" + key + "': expecting: " + expected + ", found: " + found);
        }
    }

    /** Lines for the user about settings that were taken but do nothing; no values in them. */
    public List<String> warnings() {
        return warnings;
    }

    /** The same settings for a second producer beside the first, under a client id of its own. */
    public ProducerSettings beside(String suffix) {
        Map<String, Object> changed = new HashMap<>(values);
        changed.put(ProducerConfig.CLIENT_ID_CONFIG, clientId() + suffix);
        return new ProducerSettings(Collections.unmodifiableMap(changed), warnings, scrubber);
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return (String) values.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** The producer's client id, which its I/O thread is named by. */
    String clientId() {
        return (String) values.get(ProducerConfig.CLIENT_ID_CONFIG);
    }

    /** Everything, for the producer's constructor only: it holds secrets. */
    Map<String, Object> values() {
        return values;
    }

    /** What may be printed of {@code failure}: its class and message, without the values of security settings. */
    String describe(Throwable failure) {
        return scrubber.describe(failure);
    }

    /** What may be printed of a text from Kafka's client: its beginning, without the values of security settings. */
    public String printable(String text) {
        return scrubber.printable(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProducerSettings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "ProducerSettings{" + clientId() + ", " + values.size() + " settings}";
    }

    /** What Kafka knows of its settings; a class of its own, so that it is asked only where it is needed. */
    private static final class KafkaTypes {

        static final Set<String> PASSWORDS = ProducerConfig.configDef().configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .collect(Collectors.toUnmodifiableSet());

        private KafkaTypes() {}

        /** Has Kafka check the values now: when the producer is built, on another thread, nobody would be refused any more. */
        static void check(Map<String, Object> values, SecretScrubber scrubber) {
            try {
                ProducerConfig.configDef().parse(values);
            } catch (ConfigException bad) {
                throw new IllegalArgumentException("producer setting: expecting: a value that Kafka takes, found: "
                        + scrubber.scrub(String.valueOf(bad.getMessage())));
            }
        }
    }
}
