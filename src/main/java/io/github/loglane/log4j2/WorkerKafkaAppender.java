package io.github.loglane.log4j2;

import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.selector.ContextSelector;

/**
 * The Log4j2 appender {@code <WorkerKafka>}: ships events to a Kafka topic, in order per worker. Safe for any thread.
 *
 * <pre>{@code
 * <WorkerKafka name="Kafka" bootstrapServers="kafka-1:9092,kafka-2:9092" workerId="${env:WORKER_ID:-}"/>
 * }</pre>
 *
 * <p>A log call never waits for Kafka and never throws because of it. Only with {@code ignoreExceptions="false"} does
 * an event that was refused, and that no {@code errorRef} took, give an {@link AppenderLoggingException}: Log4j's
 * Failover appender needs it.
 *
 * <p>A configuration that cannot work gives one ERROR in Log4j's status log and an appender that refuses every event:
 * the application starts, its other appenders work, and {@code errorRef} and Failover take over.
 *
 * <p>Nothing is opened before {@link #start()}, so an appender that Log4j builds and then discards holds nothing.
 */
@Plugin(name = "WorkerKafka", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class WorkerKafkaAppender extends AbstractAppender {

    private final Configuration configuration;
    final PipelineConfig config;
    private final String errorRef;
    private final Object lifeCycle = new Object();
    private boolean joined;
    volatile PipelineManager manager;
    volatile Fallback fallback;

    /** @param config {@code null} where the configuration was refused */
    private WorkerKafkaAppender(Builder from, PipelineConfig config) {
        // Without the properties: they may hold secrets, and this class would show them to everyone.
        super(from.getName(), from.getFilter(), from.getLayout(), from.isIgnoreExceptions(), Property.EMPTY_ARRAY);
        this.configuration = from.getConfiguration();
        this.config = config;
        this.errorRef = from.errorRef;
    }

    /** A builder that has the options of the XML element, for configuration by program. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Opens the journal, or joins the one that this appender's predecessor holds; does not wait for Kafka. */
    @Override
    public void start() {
        synchronized (lifeCycle) {
            if (errorRef != null && !errorRef.isBlank()) {
                fallback = Fallback.find(this, errorRef, configuration);
            }
            if (config != null && !joined) {
                manager = join();
                joined = manager != null;
            }
            super.start();
        }
    }

    private PipelineManager join() {
        LoggerContext context = configuration == null ? null : configuration.getLoggerContext();
        try {
            if (config.isConf() && context != null) {
                // before the configuration is used, so that no event meets the file's level in between
                Log4jLevels levels = Log4jLevels.of(context);
                if (config.isWorkerPerEvent()) {
                    levels.workerContextKey(config.workerContextKey());
                }
                levels.attach(configuration);
            }
            return PipelineManager.join(context, config);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // Out of direct memory for the journal, or no kafka-clients: the application is to start all the same.
            LOGGER.error(
                    "loglane {}: cannot open, refuses all events; expecting: kafka-clients on the class path and memory for"
                            + " the journal, found: {}",
                    getName(),
                    e.toString());
            return null;
        }
    }

    /**
     * Journals the event, which takes microseconds. An event that the journal refuses goes to the fallback appender.
     *
     * @throws AppenderLoggingException with {@code ignoreExceptions="false"}, for an event that was not taken at all
     */
    @Override
    public void append(LogEvent event) {
        // Not during stop: the fallback may have stopped before.
        Fallback spare = isStarted() ? fallback : null;
        PipelineManager open = manager;
        // An appender that has stopped still hands a late event to the journal that its successor holds open.
        Outcome outcome = open == null ? Outcome.CLOSED : open.append(event, spare != null);
        if (outcome == Outcome.APPENDED || outcome == Outcome.OWN_LOGGER) {
            return;
        }
        boolean toSpare = spare != null && (outcome.isForFallback() || open == null);
        boolean taken = toSpare && spare.take(event);
        if (!taken && !ignoreExceptions()) {
            throw new AppenderLoggingException("loglane " + getName() + ": expecting: room in an open journal, found: "
                    + outcome.cause().word());
        }
    }

    /**
     * Where this is the last appender on its journal, waits until Kafka has all of it, at most {@code timeout}, or
     * {@code stopTimeoutMs} where nobody named a time: Log4j passes 0 then, or 50 ms out of {@code LogManager.shutdown()}.
     */
    @Override
    public boolean stop(long timeout, TimeUnit timeUnit) {
        synchronized (lifeCycle) {
            setStopping();
            boolean stopped = super.stop(timeout, timeUnit, false);
            if (joined) {
                joined = false;
                stopped &= manager.leave(stopTimeout(timeout, timeUnit));
            }
            setStopped();
            return stopped;
        }
    }

    private Duration stopTimeout(long timeout, TimeUnit timeUnit) {
        long millis = timeUnit.toMillis(timeout);
        boolean isLog4jsDefault = timeout <= 0 || millis == ContextSelector.DEFAULT_STOP_TIMEOUT;
        return isLog4jsDefault
                ? Duration.ofMillis(config.stopTimeoutMs())
                : Duration.ofNanos(timeUnit.toNanos(timeout));
    }

    /**
     * Collects the options of {@code <WorkerKafka>}; those of XML have the same names. Not thread-safe.
     *
     * <p>Texts are what XML has after Log4j's lookups. What each option means, its default and its limits: see {@link
     * PipelineConfig.Builder}.
     */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<WorkerKafkaAppender> {

        @PluginBuilderAttribute
        String topic;

        @PluginBuilderAttribute
        String bootstrapServers;

        @PluginBuilderAttribute
        String workerId;

        @PluginBuilderAttribute
        String service;

        @PluginBuilderAttribute
        String env;

        @PluginBuilderAttribute
        String hostname;

        @PluginBuilderAttribute
        String journal;

        @PluginBuilderAttribute
        String journalBytes;

        @PluginBuilderAttribute
        String force;

        @PluginBuilderAttribute
        String maxRecordBytes;

        @PluginBuilderAttribute
        String maxWaitMs;

        @PluginBuilderAttribute
        String stopTimeoutMs;

        @PluginBuilderAttribute
        String secretNames;

        @PluginBuilderAttribute
        String conf;

        @PluginBuilderAttribute
        String confTopic;

        @PluginBuilderAttribute
        String errorRef;

        // These four are attributes of log4j-core's <Kafka>: accepted, since moving from it is renaming the element.
        @PluginBuilderAttribute
        @SuppressWarnings("log4j.public.setter")
        String syncSend;

        @PluginBuilderAttribute
        @SuppressWarnings("log4j.public.setter")
        String retryCount;

        @PluginBuilderAttribute
        @SuppressWarnings("log4j.public.setter")
        String key;

        @PluginBuilderAttribute
        @SuppressWarnings("log4j.public.setter")
        String sendEventTimestamp;

        @UnknownAttributes
        String unknownAttributes;

        private Builder() {}

        public Builder setTopic(String value) {
            topic = value;
            return this;
        }

        public Builder setBootstrapServers(String value) {
            bootstrapServers = value;
            return this;
        }

        public Builder setWorkerId(String value) {
            workerId = value;
            return this;
        }

        public Builder setService(String value) {
            service = value;
            return this;
        }

        public Builder setEnv(String value) {
            env = value;
            return this;
        }

        public Builder setHostname(String value) {
            hostname = value;
            return this;
        }

        public Builder setJournal(String value) {
            journal = value;
            return this;
        }

        /** {@code none}, or an interval in milliseconds. */
        public Builder setForce(String value) {
            force = value;
            return this;
        }

        public Builder setJournalBytes(long value) {
            journalBytes = Long.toString(value);
            return this;
        }

        public Builder setMaxRecordBytes(int value) {
            maxRecordBytes = Integer.toString(value);
            return this;
        }

        public Builder setMaxWaitMs(long value) {
            maxWaitMs = Long.toString(value);
            return this;
        }

        public Builder setStopTimeoutMs(long value) {
            stopTimeoutMs = Long.toString(value);
            return this;
        }

        public Builder setSecretNames(String value) {
            secretNames = value;
            return this;
        }

        public Builder setConf(boolean value) {
            conf = Boolean.toString(value);
            return this;
        }

        public Builder setConfTopic(String value) {
            confTopic = value;
            return this;
        }

        /** Name of the appender that gets the events which could not be journaled. Default: none. */
        public Builder setErrorRef(String value) {
            errorRef = value;
            return this;
        }

        /**
         * The appender, not started; one that refuses all events where the options cannot work; {@code null} only where
         * it has no name.
         */
        @Override
        public WorkerKafkaAppender build() {
            if (getName() == null) {
                LOGGER.error("loglane: expecting: a name for the appender WorkerKafka, found: none");
                return null;
            }
            return new WorkerKafkaAppender(this, configOrNull());
        }

        private PipelineConfig configOrNull() {
            try {
                return new ElementReader(this).read();
            } catch (IllegalArgumentException | LinkageError e) {
                LOGGER.error(
                        "loglane {}: bad configuration, refuses all events; {}",
                        getName(),
                        e instanceof LinkageError ? e.toString() : e.getMessage());
                return null;
            }
        }
    }
}
