package io.github.loglane.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three Kafka nodes in JVMs of their own, each of them broker and controller: with two of them the cluster goes on. Each can
 * be killed and started again as a {@link BrokerProcess}.
 *
 * <p>Also a JUnit extension, as that is. One thread at a time.
 */
public final class BrokerCluster implements AutoCloseable, BeforeAllCallback, AfterAllCallback {

    public static final int SIZE = 3;

    private static final String HEAP = "224m";

    private final String id = Uuid.randomUuid().toString();
    private final List<BrokerProcess> nodes;

    public BrokerCluster() {
        nodes = IntStream.rangeClosed(1, SIZE)
                .mapToObj(node ->
                        BrokerProcess.config().memberOf(this, node).heap(HEAP).build())
                .toList();
    }

    /** Starts those that do not run, all at once: the first alone would find no quorum. */
    public BrokerCluster start() {
        ExecutorService starters = Executors.newFixedThreadPool(SIZE);
        try {
            List<CompletableFuture<Void>> starts = nodes.stream()
                    .filter(node -> !node.isRunning())
                    .map(node -> CompletableFuture.runAsync(node::start, starters))
                    .toList();
            starts.forEach(CompletableFuture::join);
        } finally {
            starters.shutdown();
        }
        return this;
    }

    /** Of all nodes. */
    public String bootstrapServers() {
        return nodes.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    public Topics topics() {
        return new Topics(bootstrapServers());
    }

    /** @param node from 1 to {@link #SIZE} */
    public BrokerProcess node(int node) {
        return nodes.get(node - 1);
    }

    /** Empty while there is none, as far as the cluster itself has noticed. */
    public Optional<BrokerProcess> leader(String topic, int partition) {
        TopicPartitionInfo info = topics().describe(topic).partitions().get(partition);
        return Optional.ofNullable(info.leader()).map(leader -> node(leader.id()));
    }

    /** Whether every replica of every partition has all that its leader has. */
    public boolean isInSync(String topic) {
        return topics().describe(topic).partitions().stream()
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    String id() {
        return id;
    }

    String voters() {
        return nodes.stream().map(BrokerProcess::voter).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        nodes.forEach(BrokerProcess::close);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public String toString() {
        return "cluster of " + nodes;
    }
}
