package io.github.loglane.tools;

import io.github.loglane.conf.ConfAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows changes in {@code conf} and the answers in {@code logs}, in the order in which they are read, which between the two
 * need not be that of their times. One thread at a time, but for {@link #stop}.
 */
final class ConfFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final String confTopic;
    private final String logsTopic;
    private final RecordView view = new RecordView();
    private int partitions;
    private long nextLookNanos;
    private volatile boolean stopping;

    /** Told what is read. */
    interface Listener {

        /** Whatever is written from now on will be told. */
        void following();

        void changed(ConfRow row, long timestampMs) throws IOException;

        void answered(ConfAnswer answer, Instance by, long timestampMs) throws IOException;

        /** Whether there is any use in going on. */
        boolean isListening();
    }

    ConfFollower(ConnectionOptions connection, TopicsCommand.Names names) {
        confTopic = names.conf;
        logsTopic = names.logs;
        consumer = Consumers.open(connection.clientConfig());
    }

    /** Reads until {@link #stop}. */
    void follow(boolean fromBeginning, Listener listener) throws IOException {
        try {
            List<TopicPartition> all = look();
            consumer.assign(all);
            if (fromBeginning) {
                consumer.seekToBeginning(all);
            } else {
                consumer.seekToEnd(all);
                // now, not when the first record is asked for
                all.forEach(consumer::position);
            }
            listener.following();
            while (!stopping && listener.isListening()) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                    take(record, listener);
                }
                if (System.nanoTime() - nextLookNanos > 0) {
                    lookAgain();
                }
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        }
    }

    /** For a topic that got more partitions; {@code assign} goes on in the others where it was. */
    private void lookAgain() {
        try {
            consumer.assign(look());
        } catch (TimeoutException brokerAway) {
            // poll goes on by itself when it is back, and the next look is due by then
            return;
        }
    }

    private List<TopicPartition> look() {
        nextLookNanos = System.nanoTime() + LOOK_NANOS;
        List<TopicPartition> all = new ArrayList<>(Consumers.partitions(consumer, logsTopic));
        partitions = Math.max(partitions, all.size());
        for (int known = all.size(); known < partitions; known++) {
            // a broker that has not heard of them yet
            all.add(new TopicPartition(logsTopic, known));
        }
        all.add(Consumers.partitions(consumer, confTopic).get(0));
        return all;
    }

    private void take(ConsumerRecord<ByteBuffer, ByteBuffer> record, Listener listener) throws IOException {
        if (record.topic().equals(confTopic)) {
            listener.changed(ConfRow.of(record), record.timestamp());
            return;
        }
        ConfAnswer answer = view.read(record) ? AnswerRecord.read(view) : null;
        if (answer != null) {
            Instance instance = new Instance(view.epoch());
            instance.see(view);
            listener.answered(answer, instance, record.timestamp());
        }
    }

    /** Ends {@link #follow} soon. From any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
