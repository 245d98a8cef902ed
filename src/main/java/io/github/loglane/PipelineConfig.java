package io.github.loglane;

import io.github.loglane.conf.ConfSettings;
import io.github.loglane.encode.Encoder;
import io.github.loglane.ship.ProducerSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Everything a {@link LogPipeline} is told, each option documented once, here; the fronts offer the same names. Immutable.
 *
 * <p>{@link Builder#build()} refuses what cannot work, all at once and before anything is started; a broker that is away
 * or a name that does not resolve is no such thing.
 */
public final class PipelineConfig {

    /** Of a journal in memory. */
    public static final long DEFAULT_JOURNAL_BYTES = 32L << 20;

    /** Of a journal on the disk. */
    public static final long DEFAULT_DISK_JOURNAL_BYTES = 256L << 20;

    public static final long MIN_JOURNAL_BYTES = 1L << 20;
    public static final long MAX_JOURNAL_BYTES = 64L << 30;
    public static final int DEFAULT_MAX_RECORD_BYTES = 256 << 10;
    public static final int MIN_RECORD_BYTES = 4 << 10;
    public static final int MAX_RECORD_BYTES = 16 << 20;
    public static final long DEFAULT_STOP_TIMEOUT_MS = 5_000;
    static final long MAX_TIME_MS = 24L * 3600 * 1000;
    static final long MAX_FORCE_MS = 60_000;
    static final int MIN_RECORDS_PER_JOURNAL = 8;
    private static final long UNSET = Long.MIN_VALUE;

    private final String name;
    private final String topic;
    private final String workerId;
    private final String hostname;
    private final String service;
    private final String env;
    private final Path journal;
    private final long journalBytes;
    private final long forceMs;
    private final int maxRecordBytes;
    private final long maxWaitMs;
    private final long stopTimeoutMs;
    private final Set<String> secretNames;
    private final Encoder encoder;
    private final ProducerSettings producer;
    private final ConfSettings conf;

    private PipelineConfig(Builder from) {
        name = from.name;
        topic = from.topic;
        workerId = from.workerId;
        hostname = from.hostname == null || from.hostname.isBlank() ? Hostname.find() : from.hostname.strip();
        service = from.service;
        env = from.env;
        journal = ConfigCheck.directory("journal", from.journal);
        journalBytes = from.journalBytes != UNSET
                ? from.journalBytes
                : journal == null ? DEFAULT_JOURNAL_BYTES : DEFAULT_DISK_JOURNAL_BYTES;
        forceMs = from.forceMs;
        maxRecordBytes = from.maxRecordBytes;
        maxWaitMs = from.maxWaitMs;
        stopTimeoutMs = from.stopTimeoutMs;
        secretNames = ConfigCheck.secretNames(from.secretNames);
        encoder = from.encoder;
        ConfigCheck.check(this);
        producer = ProducerSettings.of(ConfigCheck.plainName(name), from.producer, maxRecordBytes);
        ConfigCheck.checkTopic("confTopic", from.confTopic);
        conf = from.conf ? ConfSettings.of(from.confTopic, from.producer, from.confProperties) : null;
    }

    public static Builder builder() {
        return new Builder();
    }

    public String name() {
        return name;
    }

    public String topic() {
        return topic;
    }

    public String workerId() {
        return workerId;
    }

    /** What records call this host: the one given, or the one found. */
    public String hostname() {
        return hostname;
    }

    public String service() {
        return service;
    }

    public String env() {
        return env;
    }

    /** The directory of the journal, or {@code null} where it is in memory. */
    public Path journal() {
        return journal;
    }

    public long journalBytes() {
        return journalBytes;
    }

    /** How often the journal is forced to the disk, in milliseconds; 0 never. */
    public long forceMs() {
        return forceMs;
    }

    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    public long maxWaitMs() {
        return maxWaitMs;
    }

    public long stopTimeoutMs() {
        return stopTimeoutMs;
    }

    /** Names whose values are redacted. */
    public Set<String> secretNames() {
        return secretNames;
    }

    /** The encoder that replaces the default one, or {@code null}. */
    public Encoder encoder() {
        return encoder;
    }

    /** Settings of the Kafka producer, {@code bootstrap.servers} included. Checked. */
    ProducerSettings producer() {
        return producer;
    }

    /** Whether settings are taken from a topic. */
    public boolean isConf() {
        return conf != null;
    }

    /** Where the topic {@code conf} is, or {@code null} where it is not read. */
    ConfSettings conf() {
        return conf;
    }

    /** Whether events of one process may be of several workers. */
    public boolean isWorkerPerEvent() {
        return WorkerSource.isPerEvent(workerId);
    }

    /** The thread context's key that names an event's worker; {@code null} where something else does. */
    public String workerContextKey() {
        return WorkerSource.contextKey(workerId);
    }

    @Override
    public String toString() {
        return "PipelineConfig{" + name + " -> " + topic + "}";
    }

    /** Collects the options; not thread-safe. */
    public static final class Builder {

        private String name = "loglane";
        private String topic = "logs";
        private String workerId;
        private String hostname;
        private String service;
        private String env;
        private String journal;
        private long journalBytes = UNSET;
        private long forceMs;
        private int maxRecordBytes = DEFAULT_MAX_RECORD_BYTES;
        private long maxWaitMs;
        private long stopTimeoutMs = DEFAULT_STOP_TIMEOUT_MS;
        private String secretNames;
        private Encoder encoder;
        private boolean conf;
        private String confTopic = "conf";
        private final Map<String, String> producer = new LinkedHashMap<>();
        private final Map<String, String> confProperties = new LinkedHashMap<>();

        private Builder() {}

        /** The appender's name, shown in status lines and thread names. Default {@code loglane}. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** The topic. Default {@code logs}. */
        public Builder topic(String value) {
            topic = value;
            return this;
        }

        /** Kafka's {@code bootstrap.servers}: {@code host:port} pairs, comma-separated. Required. */
        public Builder bootstrapServers(String value) {
            return producerProperty("bootstrap.servers", value);
        }

        /** Any setting of the Kafka producer that does not break what is promised. */
        public Builder producerProperty(String key, String value) {
            producer.put(key, value);
            return this;
        }

        /**
         * Where the worker id comes from: a number or text, {@code thread} (the logging thread's id), {@code %X{key}} (the
         * thread context, per event), {@code ordinal} (the number behind the last hyphen of a StatefulSet's host name).
         * Blank or {@code null}: the system property or else the environment variable {@code WORKER_ID}, else none.
         */
        public Builder workerId(String value) {
            workerId = value;
            return this;
        }

        /** This host's name in records. Default: what the operating system calls it, without asking a name server. */
        public Builder hostname(String value) {
            hostname = value;
            return this;
        }

        /** Name of the service this process belongs to. Default: none. */
        public Builder service(String value) {
            service = value;
            return this;
        }

        /** Name of the environment, such as {@code production}. Default: none. */
        public Builder env(String value) {
            env = value;
            return this;
        }

        /**
         * A directory that keeps what Kafka does not have yet over the end of the process, created where it is not there. Blank or
         * {@code null}, the default: the journal is in memory.
         */
        public Builder journal(String value) {
            journal = value;
            return this;
        }

        /**
         * How often the disk is made to take what was journaled, in milliseconds: what a power failure may cost. Default 0: when
         * the operating system sees fit. At most 60,000. The end of the process, in whatever way, costs nothing in any case.
         */
        public Builder forceMs(long value) {
            forceMs = value;
            return this;
        }

        /** Size of the journal in bytes. Default 32 MiB in memory, 256 MiB on the disk; 1 MiB to 64 GiB. */
        public Builder journalBytes(long value) {
            journalBytes = value;
            return this;
        }

        /** Largest value of a record in bytes; longer messages and stack traces are cut. Default 256 KiB, 4 KiB to 16 MiB. */
        public Builder maxRecordBytes(int value) {
            maxRecordBytes = value;
            return this;
        }

        /** How long a log call may wait for room in a full journal, in milliseconds. Default and minimum 0: not at all. */
        public Builder maxWaitMs(long value) {
            maxWaitMs = value;
            return this;
        }

        /** How long stopping may take where the caller names no time, in milliseconds. Default 5000, minimum 0. */
        public Builder stopTimeoutMs(long value) {
            stopTimeoutMs = value;
            return this;
        }

        /** Comma-separated names whose values are replaced by {@code ***}. Blank or {@code null}: the default set. */
        public Builder secretNames(String value) {
            secretNames = value;
            return this;
        }

        /** Whether settings are taken from the topic {@link #confTopic}. Default: no. */
        public Builder conf(boolean value) {
            conf = value;
            return this;
        }

        /** The topic that settings are taken from: one partition, compacted. Default {@code conf}. */
        public Builder confTopic(String value) {
            confTopic = value;
            return this;
        }

        /** A setting of the Kafka consumer of that topic. Servers and security are the producer's, unless set here. */
        public Builder confProperty(String key, String value) {
            confProperties.put(key, value);
            return this;
        }

        /** Replaces the default JSON encoder. */
        public Builder encoder(Encoder value) {
            encoder = value;
            return this;
        }

        /**
         * Checks all options and fixes them.
         *
         * @throws IllegalArgumentException that says of the first bad option what was expected and what was found
         */
        public PipelineConfig build() {
            return new PipelineConfig(this);
        }
    }
}
