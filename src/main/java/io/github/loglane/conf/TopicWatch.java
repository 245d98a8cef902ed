package io.github.loglane.conf;

import io.github.loglane.status.StatusReporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks from time to time what the topic is: a consumer does not tell when a topic was deleted and made again, and goes on in the
 * middle of the new one. Never waits. One thread at a time.
 */
final class TopicWatch {

    /** What an inquiry found. */
    enum Finding {
        NOTHING,
        SEEN,
        /** It is the same topic, and begins later than it did. */
        CUT,
        OTHER_TOPIC
    }

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int TIMEOUT_MS = 20_000;

    private ConfSettings settings;
    private final StatusReporter status;
    private final ConfClock clock;
    private final Function<ConfSettings, Admin> factory;
    private Admin admin;
    private KafkaFuture<TopicDescription> topic;
    private KafkaFuture<ListOffsetsResultInfo> begin;
    private KafkaFuture<Config> config;
    private boolean isConfigKnown;
    private Uuid topicId;
    private long beginOffset;
    private long nextNanos;

    TopicWatch(ConfSettings settings, StatusReporter status, ConfClock clock) {
        this(settings, status, clock, from -> Admin.create(from.admin()));
    }

    TopicWatch(ConfSettings settings, StatusReporter status, ConfClock clock, Function<ConfSettings, Admin> factory) {
        this.settings = settings;
        this.status = status;
        this.clock = clock;
        this.factory = factory;
    }

    /** Goes on with other settings of its client; it has to be {@link #close closed} before. */
    void use(ConfSettings changed) {
        settings = changed;
    }

    /** Has the next {@link #turn} ask, whenever the last one was. */
    void askSoon() {
        nextNanos = Math.min(nextNanos, clock.nanos());
    }

    Finding turn() {
        if (topic == null && clock.nanos() >= nextNanos) {
            nextNanos = clock.nanos() + INTERVAL_NANOS;
            ask();
        }
        if (config != null && config.isDone()) {
            judge(config);
            config = null;
        }
        if (topic == null || !topic.isDone() || !begin.isDone()) {
            return Finding.NOTHING;
        }
        KafkaFuture<TopicDescription> answer = topic;
        topic = null;
        return judgeTopic(answer, begin);
    }

    private void ask() {
        if (admin == null) {
            admin = factory.apply(settings);
        }
        topic = admin.describeTopics(List.of(settings.topic()), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .topicNameValues()
                .get(settings.topic());
        TopicPartition partition = new TopicPartition(settings.topic(), 0);
        begin = admin.listOffsets(
                        Map.of(partition, OffsetSpec.earliest()), new ListOffsetsOptions().timeoutMs(TIMEOUT_MS))
                .partitionResult(partition);
    }

    private Finding judgeTopic(KafkaFuture<TopicDescription> answer, KafkaFuture<ListOffsetsResultInfo> first) {
        TopicDescription found;
        long offset;
        try {
            found = now(answer);
            offset = now(first).offset();
        } catch (ExecutionException e) {
            String what = e.getCause() instanceof UnknownTopicOrPartitionException
                    ? "there is no such topic; what was read of it stays in force"
                    : "no answer about it: " + settings.describe(e.getCause());
            status.warn("confTopic", "topic " + settings.topic() + ": " + what);
            return Finding.NOTHING;
        }
        boolean isOther = topicId != null && !topicId.equals(found.topicId());
        boolean isCut = topicId != null && !isOther && offset > beginOffset;
        isConfigKnown &= !isOther;
        topicId = found.topicId();
        beginOffset = offset;
        if (!isConfigKnown && config == null) {
            askConfig();
        }
        if (found.partitions().size() > 1) {
            status.warn(
                    "confPartitions",
                    "topic " + settings.topic() + " has " + found.partitions().size()
                            + " partitions; only partition 0 is read");
        }
        return isOther ? Finding.OTHER_TOPIC : isCut ? Finding.CUT : Finding.SEEN;
    }

    private void askConfig() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
        config = admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
                .values()
                .get(resource);
    }

    private void judge(KafkaFuture<Config> answer) {
        isConfigKnown = true;
        try {
            ConfigEntry policy = now(answer).get("cleanup.policy");
            if (policy != null && !policy.value().contains("compact")) {
                status.note("topic " + settings.topic() + " is not compacted (cleanup.policy=" + policy.value()
                        + "): settings will be lost with its oldest records; expecting: cleanup.policy=compact");
            }
        } catch (ExecutionException notAllowed) {
            // who may read a topic need not be allowed to see its configuration
            status.info("topic " + settings.topic() + ": its cleanup.policy cannot be seen: "
                    + settings.describe(notAllowed.getCause()));
        }
    }

    private static <T> T now(KafkaFuture<T> done) throws ExecutionException {
        try {
            return done.getNow(null);
        } catch (CompletionException e) {
            throw new ExecutionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    /** Whether an inquiry has been answered since the last was made. */
    boolean knowsTopic() {
        return topicId != null && topic == null;
    }

    void close() {
        Admin old = admin;
        admin = null;
        topic = null;
        begin = null;
        config = null;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }
}
