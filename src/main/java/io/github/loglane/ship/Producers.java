package io.github.loglane.ship;

import io.github.loglane.status.StatusReporter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens producers and closes those given up. Closing can take ten seconds while the I/O thread waits for a producer id, so it
 * is done on a thread of its own, at most two at a time.
 */
final class Producers {

    private static final int MAX_CLOSING = 2;

    private final String reaperName;
    private final StatusReporter status;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> factory;
    private final ClusterListener cluster;
    private final AtomicInteger closing = new AtomicInteger();
    private boolean isVersionChecked;

    Producers(String name, StatusReporter status) {
        this(name, status, new ClusterListener());
    }

    private Producers(String name, StatusReporter status, ClusterListener cluster) {
        this(name, status, cluster, values -> new KafkaProducer<>(values, cluster, new ByteArraySerializer()));
    }

    Producers(String name, StatusReporter status, Function<Map<String, Object>, Producer<byte[], byte[]>> factory) {
        this(name, status, new ClusterListener(), factory);
    }

    private Producers(
            String name,
            StatusReporter status,
            ClusterListener cluster,
            Function<Map<String, Object>, Producer<byte[], byte[]>> factory) {
        this.cluster = cluster;
        this.reaperName = OwnThreads.PREFIX + "reaper-" + name;
        this.status = status;
        this.factory = factory;
    }

    /** The id of the cluster; empty until the first contact. */
    String clusterId() {
        return cluster.clusterId();
    }

    /** Whether another producer may be opened: not while two are still closing. */
    boolean mayOpen() {
        return closing.get() < MAX_CLOSING;
    }

    /**
     * For the shipper's thread.
     *
     * @throws RuntimeException as Kafka's constructor does, for a name that does not resolve among others
     */
    Producer<byte[], byte[]> open(ProducerSettings settings) {
        OwnThreads.addProducer(settings.clientId());
        Producer<byte[], byte[]> producer = factory.apply(settings.values());
        if (!isVersionChecked) {
            isVersionChecked = true;
            checkVersion(producer);
        }
        return producer;
    }

    private void checkVersion(Producer<byte[], byte[]> producer) {
        try {
            ClientVersion.check(producer, status);
        } catch (RuntimeException unknown) {
            status.warn("version", () -> "the version of kafka-clients cannot be told: " + unknown);
        }
    }

    /**
     * Whether this producer ever met an authentication failure. If it did at its first contact, it may be dead for good and
     * say so nowhere but in this metric: it has metadata, takes records, and never gets the producer id to send them with.
     */
    static boolean hasFailedAuthentication(Producer<byte[], byte[]> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("failed-authentication-total")
                        && metric.getKey().group().equals("producer-metrics"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Number count && count.doubleValue() > 0);
    }

    /** Closes {@code producer} without waiting, dropping what it has not sent. */
    void closeBehind(Producer<byte[], byte[]> producer) {
        closing.incrementAndGet();
        Thread reaper = new Thread(null, () -> close(producer), reaperName, 0, false);
        reaper.setDaemon(true);
        try {
            reaper.start();
        } catch (OutOfMemoryError noThread) {
            status.warn(
                    "close", "no thread to close a producer on, it is closed by the shipper: " + noThread.getMessage());
            close(producer);
        }
    }

    private void close(Producer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (RuntimeException failed) {
            status.warn(
                    "close", "closing a producer failed: " + failed.getClass().getSimpleName());
        } finally {
            closing.decrementAndGet();
        }
    }
}
