package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The topic {@code logs}: first who wrote to it lately, then what comes. One thread at a time. */
final class LogsFeed implements AutoCloseable {

    /** How far back an instance counts as running that has not said that it ended. */
    static final Duration LATELY = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final List<TopicPartition> partitions;
    private final String topic;
    private final int timeoutSeconds;
    private final RecordView view = new RecordView();

    LogsFeed(ConnectionOptions connection, String topic) {
        this.topic = topic;
        timeoutSeconds = connection.timeoutSeconds();
        consumer = Consumers.open(connection.clientConfig());
        try {
            partitions = Consumers.partitions(consumer, topic);
            consumer.assign(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Reads what was written lately, up to the ends that the partitions have now; {@link #poll} goes on from there.
     *
     * @param since how far to look back
     * @param seen called with each record of ours; not to be kept
     */
    void survey(Duration since, Consumer<RecordView> seen, Progress progress) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seekBack(since, ends);
        long total = left(ends);
        Stall stall = new Stall(timeoutSeconds);
        for (long left = total; left > 0; left = left(ends)) {
            poll(POLL, seen);
            progress.at(total - left, total);
            stall.check(total - left, total, topic);
        }
    }

    private void seekBack(Duration since, Map<TopicPartition, Long> ends) {
        long sinceMs = System.currentTimeMillis() - since.toMillis();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, sinceMs));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.get(partition) : start.offset());
        }
    }

    private long left(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .mapToLong(partition -> Math.max(0, ends.get(partition) - consumer.position(partition)))
                .sum();
    }

    void poll(Duration wait, Consumer<RecordView> seen) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(wait)) {
            if (view.read(record)) {
                seen.accept(view);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
