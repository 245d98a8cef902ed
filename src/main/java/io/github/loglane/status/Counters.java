package io.github.loglane.status;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one pipeline counts, since it was opened. Safe for any thread.
 *
 * <p>{@code offered = appended + fallback + sum(dropped)} whenever no log call is under way, and {@code appended = committed +
 * leftAtStop} once it is stopped, or is at rest with nothing left.
 */
public final class Counters {

    private final LongAdder offered = new LongAdder();
    private final LongAdder appended = new LongAdder();
    private final LongAdder[] refused = new LongAdder[DropCause.values().length];
    private final LongAdder committed = new LongAdder();
    private final LongAdder stubs = new LongAdder();
    private final LongAdder timestampsReplaced = new LongAdder();
    private final LongAdder rebuilds = new LongAdder();
    private final LongAdder reordersSeen = new LongAdder();
    private final LongAdder slowAppends = new LongAdder();
    private final LongAdder adoptedSlots = new LongAdder();

    private volatile boolean stopped;

    public Counters() {
        for (int i = 0; i < refused.length; i++) {
            refused[i] = new LongAdder();
        }
    }

    /** Events handed to the appender. */
    public LongAdder offered() {
        return offered;
    }

    /** Events taken into the journal. */
    public LongAdder appended() {
        return appended;
    }

    /** Events not journaled, under this cause. Alert on any growth of {@code full} and {@code encodeFailed}. */
    public LongAdder dropped(DropCause cause) {
        return refused[cause.code()];
    }

    /** Events handed to the fallback appender because they could not be journaled. */
    public LongAdder fallback() {
        return dropped(DropCause.FALLBACK);
    }

    /** Events acknowledged by Kafka, with all before them. Alert where it stands still while appended grows. */
    public LongAdder committed() {
        return committed;
    }

    /**
     * Events that a journal in memory still held when it was stopped: lost. Alert on any. 0 before the stop; afterwards
     * {@code appended - committed}, so it shrinks where an ack comes at the last moment.
     */
    public long leftAtStop() {
        return stopped ? Math.max(0, appended.sum() - committed.sum()) : 0;
    }

    /** To be called once everything that will be shipped is shipped. */
    public void stopped() {
        stopped = true;
    }

    /** Records that Kafka refused for what they are, replaced by a stub that says so. */
    public LongAdder stubs() {
        return stubs;
    }

    /** Records sent with another timestamp because the broker refused the event's. Alert on growth: a clock is wrong. */
    public LongAdder timestampsReplaced() {
        return timestampsReplaced;
    }

    /** Producers given up and replaced after an error. */
    public LongAdder rebuilds() {
        return rebuilds;
    }

    /** First acks with a lower offset than that of a record before them in their partition. Alert on any. */
    public LongAdder reordersSeen() {
        return reordersSeen;
    }

    /** Appends that waited more than 10 ms for the journal's lock or for room in it. */
    public LongAdder slowAppends() {
        return slowAppends;
    }

    /** Journals of ended processes taken over. */
    public LongAdder adoptedSlots() {
        return adoptedSlots;
    }

    /** Sum of all dropped, the fallback's not among them. */
    public long droppedSum() {
        long sum = 0;
        for (DropCause cause : DropCause.values()) {
            sum += cause == DropCause.FALLBACK ? 0 : dropped(cause).sum();
        }
        return sum;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("offered=")
                .append(offered)
                .append(" appended=")
                .append(appended);
        for (DropCause cause : DropCause.values()) {
            if (dropped(cause).sum() > 0) {
                text.append(' ').append(cause.word()).append('=').append(dropped(cause));
            }
        }
        return text.append(" committed=")
                .append(committed)
                .append(" rebuilds=")
                .append(rebuilds)
                .append(" reordersSeen=")
                .append(reordersSeen)
                .toString();
    }
}
