package io.github.loglane.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import java.util.Iterator;

/**
 * The Logback appender: ships events to a Kafka topic, in order per worker. Safe for any thread; its setters are for one
 * thread, before {@link #start()}.
 *
 * <pre>{@code
 * <appender name="Kafka" class="io.github.loglane.logback.WorkerKafkaAppender">
 *   <bootstrapServers>kafka-1:9092,kafka-2:9092</bootstrapServers>
 *   <workerId>${WORKER_ID:-}</workerId>
 * </appender>
 * }</pre>
 *
 * <p>A log call never waits for Kafka and never throws because of it. An event that the journal refuses goes to the appenders
 * that an {@code <appender-ref>} within names.
 *
 * <p>A configuration that cannot work gives one ERROR in Logback's status and an appender that refuses every event. All
 * else is a WARN at most, trouble with Kafka above all: there are applications that end at an ERROR, those of Spring Boot.
 *
 * <p>What each option means, its default and its limits: see {@link PipelineConfig.Builder}. Texts are what the
 * configuration file has.
 */
public final class WorkerKafkaAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    /** So many events may be logged while encoding another one, each by the one before. */
    private static final int MAX_DEPTH = 4;

    private final GivenOptions given = new GivenOptions();
    private final AppenderAttachableImpl<ILoggingEvent> spares = new AppenderAttachableImpl<>();
    private final Object lifeCycle = new Object();
    private Encoder<ILoggingEvent> encoder;
    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);
    private boolean joined;
    private volatile boolean isTold;
    PipelineConfig config;
    volatile SharedPipeline shared;

    /** Called by Logback. */
    public WorkerKafkaAppender() {
        // nothing is open before start()
    }

    public void setTopic(String value) {
        given.option("topic", value);
    }

    public void setBootstrapServers(String value) {
        given.option("bootstrapServers", value);
    }

    public void setWorkerId(String value) {
        given.option("workerId", value);
    }

    public void setService(String value) {
        given.option("service", value);
    }

    public void setEnv(String value) {
        given.option("env", value);
    }

    public void setHostname(String value) {
        given.option("hostname", value);
    }

    public void setJournal(String value) {
        given.option("journal", value);
    }

    /** A number of bytes, or one with a unit such as {@code 64 MiB}. */
    public void setJournalBytes(String value) {
        given.option("journalBytes", value);
    }

    /** {@code none}, or an interval in milliseconds. */
    public void setForce(String value) {
        given.option("force", value);
    }

    /** A number of bytes, or one with a unit such as {@code 256 KiB}. */
    public void setMaxRecordBytes(String value) {
        given.option("maxRecordBytes", value);
    }

    public void setMaxWaitMs(String value) {
        given.option("maxWaitMs", value);
    }

    public void setStopTimeoutMs(String value) {
        given.option("stopTimeoutMs", value);
    }

    public void setSecretNames(String value) {
        given.option("secretNames", value);
    }

    /** {@code true} or {@code false}. */
    public void setConf(String value) {
        given.option("conf", value);
    }

    public void setConfTopic(String value) {
        given.option("confTopic", value);
    }

    /** A setting of the Kafka producer, as {@code name=value}. */
    public void addProducerProperty(String nameAndValue) {
        given.producerProperty(nameAndValue);
    }

    /** The same under the name that logback-kafka-appender has for it. */
    public void addProducerConfig(String nameAndValue) {
        given.producerProperty(nameAndValue);
    }

    /** Accepted, and ignored: an option of logback-kafka-appender. */
    public void setKeyingStrategy(String value) {
        given.needless("keyingStrategy", "a record's key is its id, and its partition follows from the worker id");
    }

    /** Accepted, and ignored: an option of logback-kafka-appender. */
    public void setDeliveryStrategy(String value) {
        given.needless(
                "deliveryStrategy", "a log call never waits for Kafka, and records are retried until it has them");
    }

    /** Accepted, and ignored: an option of logback-kafka-appender. */
    public void setPartition(String value) {
        given.needless("partition", "a record's partition follows from the worker id");
    }

    /** Accepted, and ignored: an option of logback-kafka-appender. */
    public void setAppendTimestamp(String value) {
        given.needless("appendTimestamp", "a record's time is always that of its event");
    }

    /** Makes the records' values in place of loglane's own encoder. */
    public void setEncoder(Encoder<ILoggingEvent> value) {
        encoder = value;
    }

    /** Opens the journal, or joins the one that this appender's predecessor left; does not wait for Kafka. */
    @Override
    public void start() {
        synchronized (lifeCycle) {
            if (isStarted()) {
                return;
            }
            if (encoder != null && !encoder.isStarted()) {
                encoder.start();
            }
            config = configOrNull();
            if (config != null) {
                shared = joinOrNull();
                joined = shared != null;
            }
            super.start();
        }
    }

    private PipelineConfig configOrNull() {
        try {
            if (!(getContext() instanceof LoggerContext context)) {
                throw new IllegalArgumentException("expecting: a LoggerContext, found: " + getContext());
            }
            return given.read(getName(), this::addWarn, encoder, context);
        } catch (IllegalArgumentException | LinkageError e) {
            addError("loglane " + getName() + ": bad configuration, refuses all events; "
                    + (e instanceof LinkageError ? e.toString() : e.getMessage()));
            return null;
        }
    }

    private SharedPipeline joinOrNull() {
        try {
            return ContextPipelines.of((LoggerContext) getContext()).join(config, encoder);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // Out of direct memory for the journal: the application is to start all the same.
            addWarn("loglane " + getName()
                    + ": cannot open, refuses all events; expecting: kafka-clients on the class path and memory for"
                    + " the journal, found: " + e);
            return null;
        }
    }

    /**
     * Unlike the superclass, hands an event that comes late to the journal too: it counts, or a successor holds it open. And one
     * that is logged while another one is encoded, by the {@code toString()} of its argument for example; one that logs itself again
     * and again is counted as not encoded.
     */
    @Override
    public void doAppend(ILoggingEvent event) {
        if (!isStarted() && shared == null) {
            super.doAppend(event);
            return;
        }
        int[] nested = depth.get();
        nested[0]++;
        try {
            if (nested[0] > MAX_DEPTH) {
                refuse(event);
            } else if (!isDenied(event)) {
                append(event);
            }
        } catch (RuntimeException e) {
            tell("a fallback appender", e);
        } finally {
            nested[0]--;
        }
    }

    private void refuse(ILoggingEvent event) {
        SharedPipeline open = shared;
        if (open != null) {
            open.refuse(event);
        }
    }

    /** What a filter cannot decide is not denied: better an event too much. */
    private boolean isDenied(ILoggingEvent event) {
        try {
            return getFilterChainDecision(event) == FilterReply.DENY;
        } catch (RuntimeException e) {
            tell("a filter", e);
            return false;
        }
    }

    private void tell(String who, RuntimeException trouble) {
        if (!isTold) {
            isTold = true;
            addWarn("loglane " + getName() + ": " + who + " failed, which is told only once", trouble);
        }
    }

    /** Journals the event, which takes microseconds. An event that the journal refuses goes to the fallback appenders. */
    @Override
    protected void append(ILoggingEvent event) {
        // Not during stop: the fallback may have stopped before.
        boolean hasSpare = isStarted() && spares.iteratorForAppenders().hasNext();
        SharedPipeline open = shared;
        Outcome outcome = open == null ? Outcome.CLOSED : open.append(event, hasSpare);
        if (hasSpare && (outcome.isForFallback() || open == null)) {
            spares.appendLoopOnAppenders(event);
        }
    }

    /**
     * Where this is the last appender on its journal, waits until Kafka has all of it, at most {@code stopTimeoutMs}. While
     * Logback is being reconfigured it does not: the next appender of this name goes on with the journal.
     */
    @Override
    public void stop() {
        synchronized (lifeCycle) {
            if (!isStarted()) {
                return;
            }
            super.stop();
            if (joined) {
                joined = false;
                shared.leave();
            }
            spares.detachAndStopAllAppenders();
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        spares.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return spares.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return spares.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return spares.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        spares.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return spares.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return spares.detachAppender(name);
    }
}
