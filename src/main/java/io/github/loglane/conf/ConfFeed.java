package io.github.loglane.conf;

import io.github.loglane.status.StatusReporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings the records of the topic: first all there are, of which only the last of each key counts, then each as it comes.
 *
 * <p>What it has read stays in force whatever happens to the broker or the topic. It reads all again where it may have missed
 * something: a topic made anew, records deleted at either end, or a silence so long that deleted settings may have been compacted
 * away. So what is in force is what the topic holds, however a process came to read it.
 *
 * <p>One thread at a time. No call waits longer than a second or so.
 */
final class ConfFeed {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    /** Kafka keeps the mark of a deletion for a day by default; who was away for longer than this looks at everything. */
    private static final long LONG_SILENCE_NANOS = TimeUnit.MINUTES.toNanos(30);

    private ConfSettings settings;
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

    /** Whether this consumer has had an answer, so that it is not denied. */
    private boolean isRead;

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
            isRead |= consumer.currentLag(partition).isPresent();
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
        } else if (finding == TopicWatch.Finding.CUT) {
            status.info("records of topic " + settings.topic() + " were deleted; what it holds now counts");
            startReplay(false);
        } else if (finding == TopicWatch.Finding.SEEN && isRead) {
            if (replay == null && clock.nanos() - contactNanos > LONG_SILENCE_NANOS) {
                startReplay(false);
            }
            contact();
        }
    }

    /** Goes on with other settings of its clients. */
    void use(ConfSettings changed) {
        close();
        settings = changed;
        watch.use(changed);
    }

    /** Reads all of the topic again, as whoever the process is by then. */
    void readAgain() {
        if (consumer == null) {
            replay = applier.newReplay(isOtherTopic);
        } else {
            startReplay(false);
        }
    }

    private void contact() {
        contactNanos = clock.nanos();
    }

    private void startReplay(boolean anotherTopic) {
        isOtherTopic |= anotherTopic;
        replay = applier.newReplay(isOtherTopic);
        replayEnd = -1;
        consumer.seekToBeginning(List.of(partition));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        position = record.offset() + 1;
        if (replay == null) {
            applier.record(record.offset(), record.key(), record.value());
        } else {
            replay.add(record.offset(), record.key(), record.value());
        }
    }

    private void finishReplay() {
        applier.replayed(replay, isOtherTopic);
        replay = null;
        isOtherTopic = false;
    }

    /** Records were deleted at either end: some may never have been read. What is left is the truth. */
    private void outOfRange() {
        long end = consumer.endOffsets(List.of(partition), ANSWER_TIMEOUT).get(partition);
        watch.askSoon();
        if (replay == null && end < position) {
            applier.cutAt(end);
        }
        startReplay(false);
    }

    /** Whether the topic's id and beginning have been seen, by which changes of it are told. */
    boolean knowsTopic() {
        return watch.knowsTopic();
    }

    /** Whether all that was in the topic at the start has been applied, and its consumer gets answers. */
    boolean isCurrent() {
        return replay == null && isRead;
    }

    /** Can be opened again by {@link #turn}, and goes on where it was. */
    @SuppressWarnings("deprecation") // what is to be used instead is not in kafka-clients before 4.1
    void close() {
        watch.close();
        Consumer<byte[], byte[]> old = consumer;
        consumer = null;
        isRead = false;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }
}
