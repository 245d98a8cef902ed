package io.github.loglane.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The systems that are held against each other. They write to a topic of one partition, and the same JSON, except for
 * Logback's, whose encoder has names and fields of its own for it.
 */
enum Peer {
    LOGLANE("loglane", 1),
    LOGLANE_DISK("loglane, journal on disk", 1),
    LOGLANE_WAITS("loglane, maxWaitMs=60000", 1),
    LOGLANE_DISK_WAITS("loglane, journal on disk, maxWaitMs=60000", 1),
    LOGLANE_LARGE("loglane, journalBytes=256 MiB", 1),
    LOGLANE_DISK_LARGE("loglane, journal on disk, 256 MiB", 1),
    LOGLANE_LOGBACK("loglane, Logback", 1),
    LOGLANE_LOGBACK_WAITS("loglane, Logback, maxWaitMs=60000", 1),
    /** What a log call costs that goes nowhere; delivers nothing. */
    LOG4J_ALONE("Log4j2 alone", 1),
    KAFKA_TUNED("log4j-core Kafka, tuned", 1),
    KAFKA_ASYNC("log4j-core Kafka, syncSend=false", 20),
    KAFKA_SYNC("log4j-core Kafka, as it comes", 200),
    LOGBACK_TUNED("logback-kafka-appender, tuned alike", 1),
    LOGBACK("logback-kafka-appender, as it comes", 20),
    RAW("raw KafkaProducer, tuned alike", 1);

    /** What "tuned" means. */
    static final Map<String, String> TUNED =
            Map.of("batch.size", String.valueOf(256 << 10), "linger.ms", "20", "compression.type", "lz4");

    private static final String LAYOUT = "<JsonTemplateLayout eventTemplateUri='classpath:LoglaneEventTemplate.json'/>";

    final String label;
    /** Of a run's events this system gets one in so many, since it is that slow. */
    final int divisor;

    Peer(String label, int divisor) {
        this.label = label;
        this.divisor = divisor;
    }

    boolean usesLogback() {
        return switch (this) {
            case LOGLANE_LOGBACK, LOGLANE_LOGBACK_WAITS, LOGBACK_TUNED, LOGBACK -> true;
            default -> false;
        };
    }

    /** @param journals a directory of which a journal on disk makes one of its own */
    Sink open(String servers, String topic, Path journals) {
        return switch (this) {
            case RAW -> new RawSink(servers, topic);
            case LOGLANE_LOGBACK -> LogbackSink.loglane(appender -> {}, servers, topic);
            case LOGLANE_LOGBACK_WAITS ->
                LogbackSink.loglane(appender -> appender.setMaxWaitMs("60000"), servers, topic);
            case LOGBACK_TUNED -> LogbackSink.logbackKafkaAppender(TUNED, servers, topic);
            case LOGBACK -> LogbackSink.logbackKafkaAppender(Map.of(), servers, topic);
            default -> new Log4jSink(appender(servers, topic, journals));
        };
    }

    /** The element of a Log4j2 configuration. */
    String appender(String servers, String topic, Path journals) {
        String journal = "journal='" + journals.resolve("journal") + '\'';
        return switch (this) {
            case LOGLANE -> loglane("", servers, topic);
            case LOGLANE_DISK -> loglane(journal, servers, topic);
            case LOGLANE_WAITS -> loglane("maxWaitMs='60000'", servers, topic);
            case LOGLANE_DISK_WAITS -> loglane(journal + " maxWaitMs='60000'", servers, topic);
            case LOGLANE_LARGE -> loglane("journalBytes='256 MiB'", servers, topic);
            case LOGLANE_DISK_LARGE -> loglane(journal + " journalBytes='256 MiB'", servers, topic);
            case LOG4J_ALONE -> "<Null name='Kafka'/>";
            case KAFKA_TUNED -> kafka("syncSend='false'", TUNED, servers, topic);
            case KAFKA_ASYNC -> kafka("syncSend='false'", Map.of(), servers, topic);
            case KAFKA_SYNC -> kafka("", Map.of(), servers, topic);
            case LOGLANE_LOGBACK, LOGLANE_LOGBACK_WAITS, LOGBACK_TUNED, LOGBACK, RAW ->
                throw new IllegalStateException(label + " is not Log4j2's");
        };
    }

    private static String loglane(String attributes, String servers, String topic) {
        return "<WorkerKafka name='Kafka' topic='" + topic + "' bootstrapServers='" + servers + "' workerId='3' "
                + attributes + "/>";
    }

    private static String kafka(String attributes, Map<String, String> settings, String servers, String topic) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("bootstrap.servers", servers);
        StringBuilder xml = new StringBuilder("<Kafka name='Kafka' topic='" + topic + "' " + attributes + '>');
        xml.append(LAYOUT);
        all.forEach((name, value) -> xml.append("<Property name='%s'>%s</Property>".formatted(name, value)));
        return xml.append("</Kafka>").toString();
    }
}
