package io.github.loglane.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic from their beginnings, without a group. Each method reads anew.
 *
 * <p>{@link #all()} keeps every value in memory; where there are too many, {@link #forEach} does not.
 */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final String topic;

    public TopicReader(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** Up to where the partitions ended at the call; ordered within a partition. */
    public List<Read> all() {
        List<Read> reads = new ArrayList<>();
        forEach(reads::add);
        return reads;
    }

    /** As {@link #all()}, one by one. */
    public void forEach(Consumer<Read> action) {
        try (KafkaConsumer<byte[], byte[]> consumer = assigned()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long lastProgress = System.nanoTime();
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                boolean some = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    some = true;
                    deliver(record, ends, action);
                }
                if (some) {
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
                    throw new AssertionError("no record of " + topic + " for " + STALLED + ", ends are at " + ends);
                }
            }
        }
    }

    private static void deliver(
            ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends, Consumer<Read> action) {
        if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
            action.accept(Read.of(record));
        }
    }

    /** Waits for {@code count} different keys; all that was read by then. Fails at the timeout. */
    public List<Read> awaitDistinctKeys(int count, Duration timeout) {
        Set<String> keys = new HashSet<>();
        return await(count + " distinct keys", timeout, read -> {
            keys.add(read.key());
            return keys.size() >= count;
        });
    }

    /** Waits for {@code count} records, repetitions included. */
    public List<Read> awaitCount(int count, Duration timeout) {
        int[] seen = {0};
        return await(count + " records", timeout, read -> ++seen[0] >= count);
    }

    /** Waits until {@code last} says so of a record; it is asked once for each, in the order of the list returned. */
    public List<Read> await(String what, Duration timeout, Predicate<Read> last) {
        List<Read> reads = new ArrayList<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = assigned()) {
            boolean done = false;
            while (!done) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("expecting: " + what + " in " + topic + " within " + timeout
                            + ", found: " + reads.size() + " records, "
                            + reads.stream().map(Read::key).distinct().count() + " distinct keys");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Read read = Read.of(record);
                    reads.add(read);
                    done |= last.test(read);
                }
            }
        }
        return reads;
    }

    private KafkaConsumer<byte[], byte[]> assigned() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.metrics.push",
                false,
                "max.poll.records",
                10_000,
                "auto.offset.reset",
                "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }
}
