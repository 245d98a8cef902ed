package io.github.loglane.log4j2;

import io.github.loglane.PipelineConfig;
import io.github.loglane.TextOptions;
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

    private final WorkerKafkaAppender.Builder from;
    private final TextOptions options;
    private final StrSubstitutor substitutor;

    ElementReader(WorkerKafkaAppender.Builder from) {
        this.from = from;
        this.options = new TextOptions(from.getName());
        Configuration configuration = from.getConfiguration();
        this.substitutor = configuration == null ? null : configuration.getStrSubstitutor();
    }

    /** @throws IllegalArgumentException that says of the first bad option what was expected and what was found */
    PipelineConfig read() {
        if (from.unknownAttributes != null) {
            throw new IllegalArgumentException(from.unknownAttributes);
        }
        option("topic", from.topic);
        option("bootstrapServers", from.bootstrapServers);
        option("workerId", from.workerId);
        option("service", from.service);
        option("env", from.env);
        option("hostname", from.hostname);
        option("secretNames", from.secretNames);
        option("journal", from.journal);
        option("force", from.force);
        option("journalBytes", from.journalBytes);
        option("maxRecordBytes", from.maxRecordBytes);
        option("maxWaitMs", from.maxWaitMs);
        option("stopTimeoutMs", from.stopTimeoutMs);
        option("conf", from.conf);
        option("confTopic", from.confTopic);
        legacy();
        properties();
        if (options.warning() != null) {
            LOGGER.warn(options.warning());
        }
        Layout<?> layout = from.getLayout();
        return options.read(layout == null ? null : stubs -> LayoutBody.encoder(layout, stubs));
    }

    private void option(String option, String value) {
        if (value != null) {
            options.put(option, resolved(option, value));
        }
    }

    private String resolved(String option, String value) {
        String text = substitutor == null || !value.contains("${") ? value : substitutor.replace(value);
        if (text.contains("${")) {
            throw TextOptions.bad(
                    option, "a look-up that resolves, such as ${env:NAME:-} for nothing by default", text);
        }
        return text;
    }

    private void properties() {
        if (from.getPropertyArray() == null) {
            return;
        }
        for (Property property : from.getPropertyArray()) {
            String value = substitutor == null ? property.getValue() : property.evaluate(substitutor);
            options.producerProperty(property.getName(), value);
        }
    }

    private void legacy() {
        options.needless(
                        "syncSend",
                        from.syncSend,
                        "a log call never waits for Kafka, and no event is taken as sent before its ack")
                .needless("retryCount", from.retryCount, "records are retried until Kafka has them")
                .needless("key", from.key, "a record's key is its id, and its partition follows from the worker id")
                .needless("sendEventTimestamp", from.sendEventTimestamp, "a record's time is always that of its event");
    }
}
