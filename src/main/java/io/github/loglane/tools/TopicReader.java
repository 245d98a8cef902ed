package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic for the audit: each partition from its log start to the end it had when the reading began, then on from
 * there as long as something may be on its way. Both ends are asked for in one call each; that they are not of one
 * instant is what the second part is for.
 */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);
    /** So long without any progress means that a broker is away. */
    private static final long STALL_NANOS = Duration.ofSeconds(30).toNanos();

    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final String topic;
    private final Progress progress;
    private final TopicJudge judge = new TopicJudge();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    TopicReader(Consumer<ByteBuffer, ByteBuffer> consumer, String topic, Progress progress) {
        this.consumer = consumer;
        this.topic = topic;
        this.progress = progress;
    }

    AuditReport read(Duration settle) {
        open();
        readToEnds();
        judge.close();
        boolean waited = settle.compareTo(Duration.ZERO) > 0;
        readOn(System.nanoTime() + settle.toNanos());
        return judge.report(topic, System.currentTimeMillis(), waited);
    }

    private void open() {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new ToolFailure("expecting: an existing topic, found: no topic " + topic);
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        starts.putAll(consumer.beginningOffsets(partitions));
        ends.putAll(consumer.endOffsets(partitions));
        for (TopicPartition partition : partitions) {
            judge.open(partition.partition(), starts.get(partition), ends.get(partition));
            consumer.seek(partition, starts.get(partition));
        }
    }

    private void readToEnds() {
        List<TopicPartition> unread = new ArrayList<>(ends.keySet());
        long total = total(ends) - total(starts);
        long lastLeft = -1;
        long lastMoveNanos = System.nanoTime();
        stopAtEnds(unread);
        while (!unread.isEmpty()) {
            ConsumerRecords<ByteBuffer, ByteBuffer> records = poll();
            for (TopicPartition partition : records.partitions()) {
                takeToEnd(records.records(partition), ends.get(partition));
            }
            stopAtEnds(unread);
            long left = unread.stream()
                    .mapToLong(partition -> ends.get(partition) - consumer.position(partition))
                    .sum();
            progress.at(total - left, total);
            if (left != lastLeft) {
                lastLeft = left;
                lastMoveNanos = System.nanoTime();
            } else if (System.nanoTime() - lastMoveNanos > STALL_NANOS) {
                throw stalled(unread.get(0));
            }
        }
    }

    private void takeToEnd(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, long end) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> consumed : records) {
            if (consumed.offset() >= end) {
                return;
            }
            judge.take(consumed);
        }
    }

    /** Stops the partitions that are read, exactly at their ends: a batch reaches beyond. */
    private void stopAtEnds(List<TopicPartition> unread) {
        unread.removeIf(partition -> {
            long end = ends.get(partition);
            if (consumer.position(partition) < end) {
                return false;
            }
            consumer.seek(partition, end);
            consumer.pause(Set.of(partition));
            return true;
        });
    }

    private void readOn(long deadlineNanos) {
        consumer.resume(ends.keySet());
        while (System.nanoTime() - deadlineNanos < 0 && judge.isInFlight(System.currentTimeMillis())) {
            for (ConsumerRecord<ByteBuffer, ByteBuffer> consumed : poll()) {
                judge.takeLater(consumed);
            }
        }
    }

    private ConsumerRecords<ByteBuffer, ByteBuffer> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException cutMeanwhile) {
            Set<TopicPartition> partitions =
                    cutMeanwhile.offsetOutOfRangePartitions().keySet();
            Map<TopicPartition, Long> newStarts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> newEnds = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                goOn(partition, newStarts.get(partition), newEnds.get(partition));
            }
            return ConsumerRecords.empty();
        }
    }

    /** Either the log start overtook us, or the log lost its end: then what was there is missing, and judged so. */
    private void goOn(TopicPartition partition, long newStart, long newEnd) {
        long position = consumer.position(partition);
        if (newStart > position) {
            judge.overrun(partition.partition(), newStart);
            consumer.seek(partition, newStart);
        } else {
            ends.merge(partition, newEnd, Math::min);
            consumer.seek(partition, newEnd);
        }
    }

    private ToolFailure stalled(TopicPartition partition) {
        return new ToolFailure("expecting: records of " + partition + " up to offset " + ends.get(partition)
                + ", found: none after offset " + consumer.position(partition) + " for 30 s");
    }

    private static long total(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
