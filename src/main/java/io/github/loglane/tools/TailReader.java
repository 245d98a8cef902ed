package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads a topic for {@code tail}: each partition up to the end that it had at first, side by side by their times, and then on
 * from there if told to. Joins no group. One thread at a time, but for {@link #stop}.
 */
final class TailReader implements AutoCloseable {

    /** How long a record that just came waits for those that should stand before it. */
    static final Duration HOLD = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final String topic;
    private final WorkerChoice workers;
    private final int timeoutSeconds;
    private final TailSink sink;
    private final MergeBuffer merge;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private int partitionCount;
    private long nextLookNanos;
    private volatile boolean stopping;

    TailReader(
            Consumer<ByteBuffer, ByteBuffer> consumer,
            String topic,
            WorkerChoice workers,
            int timeoutSeconds,
            TailSink sink) {
        this.consumer = consumer;
        this.topic = topic;
        this.workers = workers;
        this.timeoutSeconds = timeoutSeconds;
        this.sink = sink;
        merge = sink.merge();
    }

    /** @param isFollowing whether to go on at the end, until {@link #stop} or until nobody reads what is printed */
    void read(TailFrom from, boolean isFollowing) {
        try {
            open(from);
            readToEnds(isFollowing);
            if (isFollowing) {
                consumer.resume(consumer.paused());
                merge.follow();
                follow();
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        }
        sink.end();
    }

    private void open(TailFrom from) {
        List<TopicPartition> chosen = look();
        consumer.assign(chosen);
        ends.putAll(consumer.endOffsets(chosen));
        if (from.isBeginning()) {
            consumer.beginningOffsets(chosen).forEach(consumer::seek);
        } else {
            seek(chosen, from.sinceMs(System.currentTimeMillis()));
        }
        chosen.forEach(partition -> merge.open(partition.partition()));
    }

    private void seek(Collection<TopicPartition> chosen, long sinceMs) {
        Map<TopicPartition, Long> times =
                chosen.stream().collect(Collectors.toMap(partition -> partition, partition -> Math.max(0, sinceMs)));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : chosen) {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.get(partition) : start.offset());
        }
    }

    private void readToEnds(boolean isFollowing) {
        long total = left();
        Stall stall = new Stall(timeoutSeconds);
        for (long left = total; left > 0 && isWanted(); left = left()) {
            holdBack();
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                if (isFollowing || record.offset() < ends.get(partition(record.partition()))) {
                    sink.take(record);
                }
            }
            finishAtEnds();
            merge.settle();
            sink.flush();
            sink.progress(total - left, total);
            stall.check(total - left, total, topic);
        }
    }

    /** Lets the partitions that lag behind catch up; of the others the client keeps what it has fetched. */
    private void holdBack() {
        Set<TopicPartition> ahead = merge.ahead().stream().map(this::partition).collect(Collectors.toSet());
        Set<TopicPartition> paused = consumer.paused();
        consumer.resume(paused.stream()
                .filter(partition -> !ahead.contains(partition) && isBeforeEnd(partition))
                .toList());
        consumer.pause(ahead);
    }

    private void finishAtEnds() {
        for (TopicPartition partition : ends.keySet()) {
            if (!isBeforeEnd(partition)) {
                merge.finish(partition.partition());
                consumer.pause(Set.of(partition));
            }
        }
    }

    private boolean isBeforeEnd(TopicPartition partition) {
        return consumer.position(partition) < ends.get(partition);
    }

    private long left() {
        return ends.keySet().stream()
                .mapToLong(partition -> Math.max(0, ends.get(partition) - consumer.position(partition)))
                .sum();
    }

    private void follow() {
        while (isWanted()) {
            long now = System.nanoTime();
            long dueNanos = merge.oldestNanos(now) + HOLD.toNanos();
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record :
                    consumer.poll(Duration.ofNanos(Math.max(0, Math.min(dueNanos - now, POLL.toNanos()))))) {
                sink.take(record);
            }
            merge.releaseUntil(System.nanoTime() - HOLD.toNanos());
            sink.flush();
            if (System.nanoTime() - nextLookNanos > 0) {
                lookAgain();
            }
        }
    }

    /** For a topic that got more partitions: these are read from their beginnings. */
    private void lookAgain() {
        try {
            List<TopicPartition> chosen = look();
            if (!consumer.assignment().containsAll(chosen)) {
                consumer.assign(chosen);
            }
        } catch (TimeoutException brokerAway) {
            // poll goes on by itself when it is back, and the next look is due by then
            return;
        }
    }

    /** The count is never less than before: a broker may not have heard of new partitions yet. */
    private List<TopicPartition> look() {
        nextLookNanos = System.nanoTime() + LOOK_NANOS;
        int found = Consumers.partitions(consumer, topic).size();
        partitionCount = Math.max(partitionCount, found);
        List<TopicPartition> chosen = new ArrayList<>();
        workers.partitions(partitionCount).forEach(partition -> chosen.add(partition(partition)));
        return chosen;
    }

    private TopicPartition partition(int partition) {
        return new TopicPartition(topic, partition);
    }

    private boolean isWanted() {
        return !stopping && sink.isListening();
    }

    /** Ends {@link #read} soon. From any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
