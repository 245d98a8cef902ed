package io.github.loglane.log4j2;

import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.lookup.StrSubstitutor;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * Reads the element {@code <WorkerKafka>} as the configuration of a pipeline. For one use by one thread.
 *
 * <p>Log4j resolves {@code ${...}} when it reads an attribute. What was escaped as {@code $${...}} is resolved here, once
 * per configuration too: nothing of a pipeline but the worker's {@code %X{key}} is asked for per event.
 */
final class ElementReader {

    private static final Logger LOGGER = StatusLogger.getLogger();
    private static final String CONF_PREFIX = "conf.";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /** log4j-core's appender reads it itself; no producer of today knows it. */
    private static final String LEGACY_TIMEOUT = "timeout.ms";

    private final WorkerKafkaAppender.Builder from;
    private final StrSubstitutor substitutor;

    ElementReader(WorkerKafkaAppender.Builder from) {
        this.from = from;
        Configuration configuration = from.getConfiguration();
        this.substitutor = configuration == null ? null : configuration.getStrSubstitutor();
    }

    /** @throws IllegalArgumentException that says of the first bad option what was expected and what was found */
    PipelineConfig read() {
        if (from.unknownAttributes != null) {
            throw new IllegalArgumentException(from.unknownAttributes);
        }
        PipelineConfig.Builder to = PipelineConfig.builder().name(from.getName());
        text("topic", from.topic, to::topic);
        text("workerId", from.workerId, to::workerId);
        text("service", from.service, to::service);
        text("env", from.env, to::env);
        text("hostname", from.hostname, to::hostname);
        text("secretNames", from.secretNames, to::secretNames);
        text("journal", from.journal, to::journal);
        force(to);
        size("journalBytes", from.journalBytes, to::journalBytes);
        size("maxRecordBytes", from.maxRecordBytes, bytes -> to.maxRecordBytes(toInt(bytes)));
        millis("maxWaitMs", from.maxWaitMs, to::maxWaitMs);
        millis("stopTimeoutMs", from.stopTimeoutMs, to::stopTimeoutMs);
        flag("conf", from.conf, to::conf);
        if (isGiven(from.confTopic)) {
            text("confTopic", from.confTopic, to::confTopic);
        }
        Map<String, String> producer = producerProperties();
        takeConfProperties(producer, to);
        warnOfLegacy(producer.remove(LEGACY_TIMEOUT));
        producer.forEach(to::producerProperty);
        PipelineConfig config = to.build();
        Layout<?> layout = from.getLayout();
        return layout == null
                ? config
                : to.encoder(new LayoutEncoder(layout, stubs(config))).build();
    }

    /** Of the smallest size, so that what it writes has room wherever an event has. */
    private static Encoder stubs(PipelineConfig config) {
        return new JsonEncoder(EncoderSettings.of(config.hostname())
                .withService(givenOrNull(config.service()), givenOrNull(config.env()))
                .withMaxRecordBytes(PipelineConfig.MIN_RECORD_BYTES));
    }

    private void text(String option, String value, Consumer<String> to) {
        if (value != null) {
            to.accept(resolved(option, value));
        }
    }

    private void size(String option, String value, LongConsumer to) {
        if (isGiven(value)) {
            to.accept(ByteSize.parse(option, resolved(option, value)));
        }
    }

    private void flag(String option, String value, Consumer<Boolean> to) {
        if (isGiven(value)) {
            String text = resolved(option, value).strip();
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw bad(option, "true or false", text);
            }
            to.accept(Boolean.valueOf(text));
        }
    }

    private void force(PipelineConfig.Builder to) {
        if (isGiven(from.force) && !resolved("force", from.force).strip().equalsIgnoreCase("none")) {
            millis("force", from.force, to::forceMs);
        }
    }

    /** Properties {@code conf.*} are the topic conf's own. */
    private static void takeConfProperties(Map<String, String> producer, PipelineConfig.Builder to) {
        producer.forEach((key, value) -> {
            if (key.startsWith(CONF_PREFIX)) {
                to.confProperty(key.substring(CONF_PREFIX.length()), value);
            }
        });
        producer.keySet().removeIf(key -> key.startsWith(CONF_PREFIX));
    }

    /** What does not fit is too large in any case, and is refused with all else that is. */
    private static int toInt(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private void millis(String option, String value, LongConsumer to) {
        if (isGiven(value)) {
            String text = resolved(option, value).strip();
            try {
                to.accept(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw bad(option, "a number of milliseconds", text);
            }
        }
    }

    /** A look-up may have come out empty, {@code ${env:JOURNAL_BYTES:-}}: then the default holds. */
    private static boolean isGiven(String value) {
        return value != null && !value.isBlank();
    }

    private String resolved(String option, String value) {
        String text = substitutor == null || !value.contains("${") ? value : substitutor.replace(value);
        if (text.contains("${")) {
            throw bad(option, "a look-up that resolves, such as ${env:NAME:-} for nothing by default", text);
        }
        return text;
    }

    private static String givenOrNull(String value) {
        return isGiven(value) ? value.strip() : null;
    }

    private Map<String, String> producerProperties() {
        Map<String, String> producer = new LinkedHashMap<>();
        if (from.getPropertyArray() != null) {
            for (Property property : from.getPropertyArray()) {
                producer.put(
                        property.getName(), substitutor == null ? property.getValue() : property.evaluate(substitutor));
            }
        }
        if (isGiven(from.bootstrapServers)) {
            String servers = resolved("bootstrapServers", from.bootstrapServers);
            String other = producer.put(BOOTSTRAP_SERVERS, servers);
            if (other != null && !other.strip().equals(servers.strip())) {
                throw bad("bootstrapServers", "the same as the property bootstrap.servers, or only one", servers);
            }
        }
        return producer;
    }

    private void warnOfLegacy(String timeout) {
        List<String> reasons = new ArrayList<>();
        because(
                reasons,
                "syncSend",
                from.syncSend,
                "a log call never waits for Kafka, and no event is taken as sent before its ack");
        because(reasons, "retryCount", from.retryCount, "records are retried until Kafka has them");
        because(reasons, "key", from.key, "a record's key is its id, and its partition follows from the worker id");
        because(reasons, "sendEventTimestamp", from.sendEventTimestamp, "a record's time is always that of its event");
        because(reasons, LEGACY_TIMEOUT, timeout, "a log call never waits for Kafka");
        if (!reasons.isEmpty()) {
            LOGGER.warn("loglane {}: not needed here, and ignored: {}", from.getName(), String.join("; ", reasons));
        }
    }

    private static void because(List<String> reasons, String option, String value, String reason) {
        if (value != null) {
            reasons.add(option + " (" + reason + ")");
        }
    }

    private static IllegalArgumentException bad(String option, String expected, String found) {
        return new IllegalArgumentException("option '" + option + "': expecting: " + expected + ", found: " + found);
    }
}
