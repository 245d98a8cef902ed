package io.github.loglane.tools;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one run, an epoch, did in the time looked at. Bounded whatever it did: some worker ids, a number for each partition and
 * each cause of loss. One thread at a time.
 *
 * <p>In a partition the first occurrences of an epoch ascend, so what does not ascend is a duplicate and is not counted. That
 * is not so for what is sent again after the topic grew, to another partition.
 */
final class Activity {

    /** How a run stands. */
    enum State {
        OPEN,
        ENDED,
        /** Ended by another process in its name. */
        ADOPTED
    }

    private static final int MAX_WORKERS = 100;
    private static final int MAX_SHOWN_WORKERS = 3;
    /** A layout of the application's own need not tell the host; that many of its records are looked into for it. */
    private static final int MAX_LOOKS = 20;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    final long epoch;
    private final Set<String> workers = new TreeSet<>();
    private final Map<String, Long> droppedByCause = new TreeMap<>();
    private EpochOrigin origin = EpochOrigin.UNKNOWN;
    private Instant begun;
    private String adoptedBy;
    private int looks;
    private long[] highest = {};
    private long lastSeq;
    private long endSeq;
    private long events;
    private long firstSeenMs = Long.MAX_VALUE;
    private long lastSeenMs;

    Activity(long epoch) {
        this.epoch = epoch;
    }

    /** Takes note of a record of its epoch. */
    void see(RecordView record) {
        if (record.partition() >= highest.length) {
            highest = Arrays.copyOf(highest, record.partition() + 1);
        }
        if (record.seq() <= highest[record.partition()]) {
            return;
        }
        highest[record.partition()] = record.seq();
        lastSeq = Math.max(lastSeq, record.seq());
        firstSeenMs = Math.min(firstSeenMs, record.timestampMs());
        lastSeenMs = Math.max(lastSeenMs, record.timestampMs());
        events += record.hasOrder() ? 1 : 0;
        DeclaredGap.read(record.gap())
                .ifPresent(
                        gap -> gap.byCause().forEach((cause, count) -> droppedByCause.merge(cause, count, Long::sum)));
        if (record.worker() != null && workers.size() <= MAX_WORKERS) {
            workers.add(new String(record.worker(), StandardCharsets.UTF_8));
        }
        readOrigin(record);
    }

    private void readOrigin(RecordView record) {
        if (record.role() == RecordView.Role.BEGIN || record.role() == RecordView.Role.END) {
            EpochOrigin.Note note = EpochOrigin.read(record.value());
            // an adopted run's end tells the host of the one that ended it
            origin = origin.hostname() == null ? note.asEnd() : origin;
            if (record.role() == RecordView.Role.BEGIN) {
                origin = note.asBegin();
                begun = origin.begun();
            } else {
                endSeq = record.seq();
                adoptedBy = note.adoptedBy();
            }
        } else if (origin.hostname() == null && looks++ < MAX_LOOKS) {
            origin = EpochOrigin.read(record.value()).asEnd();
        }
    }

    String hostname() {
        return origin.hostname();
    }

    String service() {
        return origin.service();
    }

    /** Its worker, or some of them; {@code null} for none. */
    String worker() {
        if (workers.isEmpty()) {
            return null;
        }
        if (workers.size() > MAX_WORKERS) {
            return "over " + MAX_WORKERS + " workers";
        }
        return workers.size() <= MAX_SHOWN_WORKERS ? String.join(",", workers) : workers.size() + " workers";
    }

    /** When it began; {@code null} where that was before the time looked at. */
    Instant begun() {
        return begun;
    }

    long firstSeenMs() {
        return firstSeenMs;
    }

    long lastSeenMs() {
        return lastSeenMs;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Events and stubs. */
    long events() {
        return events;
    }

    Map<String, Long> droppedByCause() {
        return droppedByCause;
    }

    long dropped() {
        return droppedByCause.values().stream().mapToLong(Long::longValue).sum();
    }

    /** An end with something behind it is none. */
    State state() {
        if (endSeq == 0 || endSeq < lastSeq) {
            return State.OPEN;
        }
        return adoptedBy == null ? State.ENDED : State.ADOPTED;
    }

    /** In the time from {@code from} to {@code now} of which it was there; at least a second. */
    double eventsPerSecond(Instant from, Instant now) {
        Instant start = begun != null && begun.isAfter(from) ? begun : from;
        Instant end = state() == State.OPEN ? now : Instant.ofEpochMilli(lastSeenMs);
        Duration there = Duration.between(start, end);
        Duration counted = there.compareTo(SHORTEST) < 0 ? SHORTEST : there;
        return events * 1_000.0 / counted.toMillis();
    }
}
