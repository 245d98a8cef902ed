package io.github.loglane.conf;

import io.github.loglane.status.StatusReporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings the records of the topic: first all there are, of which only the last of each key counts, then each as it comes.
 *
 * <p>What it has read stays in force whatever happens to the broker or the topic. It reads all again where it may have missed
 * something: a topic made anew, a tail cut off, or a silence so long that deleted settings may have been compacted away.
 *
 * <p>One thread at a time. No call waits longer than a second or so.
 */
final class ConfFeed {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    /** Kafka keeps the mark of a deletion for a day by default; who was away for longer than this looks at everything. */
    private static final long LONG_SILENCE_NANOS = TimeUnit.MINUTES.toNanos(30);

    private final ConfSettings settings;
    private final ConfApplier applier;
    private final StatusReporter status;
    private final ConfClock clock;
    private final TopicWatch watch;
    private final Function<ConfSettings, Consumer<byte[], byte[]>> factory;
    private final TopicPartition partition;
    private Consumer<byte[], byte[]> consumer;
    private ConfReplay replay;
    private boolean isOtherTopic = true;
    private long replayEnd;
    private long position = -1;
    private long contactNanos;

    ConfFeed(ConfSettings settings, ConfApplier applier, StatusReporter status, ConfClock clock) {
        this(
                settings,
                applier,
                status,
                clock,
                new TopicWatch(settings, status, clock),
                from -> new KafkaConsumer<>(from.consumer()));
    }

    ConfFeed(
            ConfSettings settings,
            ConfApplier applier,
            StatusReporter status,
            ConfClock clock,
            TopicWatch watch,
            Function<ConfSettings, Consumer<byte[], byte[]>> factory) {
        this.settings = settings;
        this.applier = applier;
        this.status = status;
        this.clock = clock;
        this.watch = watch;
        this.factory = factory;
        partition = new TopicPartition(settings.topic(), 0);
    }

    /**
     * Waits for records for at most {@code waitNanos} and applies them.
     *
     * @throws RuntimeException as Kafka's clients do; after a {@link org.apache.kafka.common.errors.TimeoutException} it can be
     *     called again, after any other it has to be {@link #close closed} before
     */
    void turn(long waitNanos) {
        if (consumer == null) {
            open();
        }
        look();
        try {
            if (replay != null && replayEnd < 0) {
                replayEnd =
                        consumer.endOffsets(List.of(partition), ANSWER_TIMEOUT).get(partition);
                contact();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(waitNanos))) {
                take(record);
            }
            position = consumer.position(partition, ANSWER_TIMEOUT);
        } catch (OffsetOutOfRangeException e) {
            outOfRange();
        }
        if (replay != null && replayEnd >= 0 && position >= replayEnd) {
            finishReplay();
        }
    }

    private void open() {
        consumer = factory.apply(settings);
        consumer.assign(List.of(partition));
        watch.askSoon();
        if (position < 0 || replay != null) {
            startReplay(false);
        } else {
            consumer.seek(partition, position);
        }
    }

    private void look() {
        TopicWatch.Finding finding = watch.turn();
        if (finding == TopicWatch.Finding.OTHER_TOPIC) {
            status.info("topic " + settings.topic() + " was made anew; what it holds now counts");
            startReplay(true);
        } else if (finding == TopicWatch.Finding.SEEN) {
            if (replay == null && clock.nanos() - contactNanos > LONG_SILENCE_NANOS) {
                startReplay(false);
            }
            contact();
        }
    }

    private void contact() {
        contactNanos = clock.nanos();
    }

    private void startReplay(boolean anotherTopic) {
        replay = applier.newReplay();
        replayEnd = -1;
        isOtherTopic |= anotherTopic;
        consumer.seekToBeginning(List.of(partition));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (replay == null) {
            applier.record(record.offset(), record.key(), record.value());
        } else {
            replay.add(record.offset(), record.key(), record.value());
        }
        position = record.offset() + 1;
    }

    private void finishReplay() {
        applier.replayed(replay, isOtherTopic);
        replay = null;
        isOtherTopic = false;
    }

    /** Old records went before they were read, which costs nothing more; or the tail did: then what is left is the truth. */
    private void outOfRange() {
        long begin =
                consumer.beginningOffsets(List.of(partition), ANSWER_TIMEOUT).get(partition);
        watch.askSoon();
        if (replay == null && position < begin) {
            consumer.seek(partition, begin);
        } else {
            startReplay(replay == null);
        }
    }

    /** Whether all that was in the topic at the start has been applied. */
    boolean isCurrent() {
        return replay == null && consumer != null;
    }

    /** Can be opened again by {@link #turn}, and goes on where it was. */
    void close() {
        watch.close();
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
        }
    }
}
