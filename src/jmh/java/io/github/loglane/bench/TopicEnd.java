package io.github.loglane.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How many records a topic of one partition holds, as the broker says. */
final class TopicEnd {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMillis(500);

    private final Admin admin;
    private final TopicPartition partition;

    TopicEnd(Admin admin, String topic) {
        this.admin = admin;
        this.partition = new TopicPartition(topic, 0);
    }

    long now() {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the end once it is {@code atLeast}, which may take a while on a busy machine, and nothing more comes. */
    long whenQuiet(long atLeast) {
        Reached reached = await(atLeast, PATIENCE);
        if (reached.offset < atLeast) {
            throw new IllegalStateException("expecting: " + atLeast + " records, found: " + reached.offset);
        }
        return await(Long.MAX_VALUE, QUIET).offset();
    }

    /** Waits until the end is {@code wanted}, or has stayed for {@code patience}. */
    Reached await(long wanted, Duration patience) {
        Reached last = new Reached(now(), System.nanoTime());
        while (last.offset < wanted && System.nanoTime() - last.atNanos < patience.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
            long end = now();
            if (end > last.offset) {
                last = new Reached(end, System.nanoTime());
            }
        }
        return last;
    }

    /** An end, and when it was first seen. */
    record Reached(long offset, long atNanos) {}
}
