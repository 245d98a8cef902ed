package io.github.loglane.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/** Topics by the admin client; every change can be seen by clients when its method returns. */
public final class Topics {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String bootstrapServers;

    public Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public void create(String topic, int partitions) {
        create(topic, partitions, 1, Map.of());
    }

    /** With topic settings such as {@code cleanup.policy}. */
    public void create(String topic, int partitions, int replicas, Map<String, String> settings) {
        NewTopic created = new NewTopic(topic, partitions, (short) replicas).configs(settings);
        with(admin -> admin.createTopics(List.of(created)).all());
        awaitPartitions(topic, partitions);
    }

    /** With as many partitions as there are brokers named, each on that one broker only. */
    public void createOn(String topic, int... brokers) {
        Map<Integer, List<Integer>> replicas = new HashMap<>();
        for (int partition = 0; partition < brokers.length; partition++) {
            replicas.put(partition, List.of(brokers[partition]));
        }
        with(admin -> admin.createTopics(List.of(new NewTopic(topic, replicas))).all());
        awaitPartitions(topic, brokers.length);
    }

    public TopicDescription describe(String topic) {
        return with(
                admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    /** Where the next record of the partition will be; waits for a leader. */
    public long endOffset(String topic, int partition) {
        TopicPartition which = new TopicPartition(topic, partition);
        return with(admin ->
                        admin.listOffsets(Map.of(which, OffsetSpec.latest())).partitionResult(which))
                .offset();
    }

    public void expand(String topic, int partitions) {
        with(admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
        awaitPartitions(topic, partitions);
    }

    public void delete(String topic) {
        with(admin -> admin.deleteTopics(List.of(topic)).all());
        await(() -> partitionsWithLeader(topic) < 0);
    }

    /** Reads all of the topic by a consumer of its own. */
    public TopicReader reader(String topic) {
        return new TopicReader(bootstrapServers, topic);
    }

    private void awaitPartitions(String topic, int count) {
        await(() -> partitionsWithLeader(topic) == count);
    }

    /** How many partitions have a leader; -1 without such a topic. */
    private int partitionsWithLeader(String topic) {
        try {
            List<TopicPartitionInfo> partitions = describe(topic).partitions();
            return (int) partitions.stream().filter(p -> p.leader() != null).count();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return -1;
            }
            throw e;
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(TIMEOUT).pollDelay(Duration.ZERO).until(condition);
    }

    private <T> T with(AdminCall<T> call) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", false);
        try (Admin admin = Admin.create(config)) {
            return call.start(admin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface AdminCall<T> {
        KafkaFuture<T> start(Admin admin);
    }
}
