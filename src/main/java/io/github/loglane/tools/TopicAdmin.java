package io.github.loglane.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and describes topics. Each call ends within the client's {@code default.api.timeout.ms}. */
final class TopicAdmin implements AutoCloseable {

    private static final int NEW_TOPIC_ATTEMPTS = 50;
    private static final long NEW_TOPIC_PAUSE_MS = 100;

    private final Admin admin;

    TopicAdmin(Map<String, Object> clientConfig) {
        this.admin = Admin.create(clientConfig);
    }

    /** Returns whether the topic is new; {@code false} where it was there already, whoever made it. */
    boolean create(NewTopic topic) throws InterruptedException, ExecutionException {
        try {
            allowed(admin.createTopics(List.of(topic)).all(), "Create", topic.name());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** @param permission what the caller needs on the topic next, which brings along that to ask whether it is there */
    boolean exists(String topic, String permission) throws InterruptedException, ExecutionException {
        return description(topic, permission).isPresent();
    }

    /** Empty where there is no such topic. */
    Optional<TopicState> describe(String topic) throws InterruptedException, ExecutionException {
        Optional<TopicDescription> description = description(topic, "Describe");
        return description.isEmpty() ? Optional.empty() : Optional.of(state(description.get()));
    }

    /** A topic that was just created may be unknown to the next broker that is asked, for a moment. */
    TopicState describeNow(String topic) throws InterruptedException, ExecutionException {
        for (int attempt = 0; attempt < NEW_TOPIC_ATTEMPTS; attempt++) {
            Optional<TopicState> state = describe(topic);
            if (state.isPresent()) {
                return state.get();
            }
            Thread.sleep(NEW_TOPIC_PAUSE_MS);
        }
        throw new ToolFailure("expecting: topic " + topic + " after its creation, found: none");
    }

    private Optional<TopicDescription> description(String topic, String permission)
            throws InterruptedException, ExecutionException {
        try {
            return Optional.of(allowed(admin.describeTopics(Set.of(topic)).allTopicNames(), permission, topic)
                    .get(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private TopicState state(TopicDescription description) throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> beginnings = offsets(description, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(description, OffsetSpec.latest());
        List<TopicState.Partition> partitions = new ArrayList<>();
        for (TopicPartitionInfo info : description.partitions()) {
            TopicPartition key = new TopicPartition(description.name(), info.partition());
            partitions.add(new TopicState.Partition(
                    info.partition(),
                    info.leader() == null ? null : info.leader().id(),
                    ids(info.replicas()),
                    ids(info.isr()),
                    beginnings.get(key),
                    ends.get(key)));
        }
        return new TopicState(description.name(), partitions, config(description.name()));
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    /** Offsets of the partitions that have a leader: asking for another would only wait. */
    private Map<TopicPartition, Long> offsets(TopicDescription description, OffsetSpec spec)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicPartitionInfo info : description.partitions()) {
            if (info.leader() != null && !info.leader().isEmpty()) {
                asked.put(new TopicPartition(description.name(), info.partition()), spec);
            }
        }
        ListOffsetsResult answers = admin.listOffsets(asked);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            try {
                offsets.put(partition, answers.partitionResult(partition).get().offset());
            } catch (ExecutionException unanswered) {
                if (!(unanswered.getCause() instanceof KafkaException)) {
                    throw new ToolFailure("expecting: offsets of " + partition + ", found: " + unanswered, unanswered);
                }
                // Stays without an offset: the leader went away meanwhile, or this user may not ask.
            }
        }
        return offsets;
    }

    private Map<String, String> config(String topic) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = allowed(admin.describeConfigs(Set.of(resource)).all(), "DescribeConfigs", topic)
                .get(resource);
        Map<String, String> values = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            values.put(entry.name(), entry.value());
        }
        return values;
    }

    private static <T> T allowed(KafkaFuture<T> answer, String operation, String topic)
            throws InterruptedException, ExecutionException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException denied) {
                throw Rights.missing(operation, topic, denied);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
