package io.github.loglane.tools;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings the lines of several partitions into one order, in a bounded memory: {@link #MAX_LINES} lines of together {@link
 * #MAX_CHARS} characters. Knows nothing of Kafka. One thread at a time.
 *
 * <p>Up to the ends of the partitions a line is let go when the buffer is half full and each partition that is still read has
 * come as far as the line's time; from three quarters on {@link #ahead} tells which ones to hold back meanwhile. At the full
 * buffer the first line goes in any case. Afterwards, as records come, a line is let go a while after it was read, with all
 * that are before it.
 *
 * <p>What comes later than that is let go out of order: a line is never withheld for it, nor left out.
 */
final class MergeBuffer {

    static final int MAX_LINES = 50_000;
    static final long MAX_CHARS = 32 << 20;

    private final PriorityQueue<Held> byTime = new PriorityQueue<>();
    /** Empty until the lines are let go by when they were read. */
    private final Queue<Held> byArrival = new ArrayDeque<>();

    /** The newest time of each partition that is still read, in ms. */
    private final Map<Integer, Long> reached = new HashMap<>();

    private final Consumer<TailLine> out;
    private boolean isByArrival;
    private long chars;

    /** @param out takes the lines in order */
    MergeBuffer(Consumer<TailLine> out) {
        this.out = out;
    }

    private static final class Held implements Comparable<Held> {
        private final long readNanos;
        /** The time once more, since a buffer of lines that lie all over the memory is asked for it again and again. */
        private final long second;

        private final int nano;
        /** {@code null} once it is let go: it may still be among those by arrival. */
        private TailLine line;

        Held(TailLine line, long readNanos) {
            this.line = line;
            this.readNanos = readNanos;
            Instant time = line.time();
            second = time.getEpochSecond();
            nano = time.getNano();
        }

        @Override
        public int compareTo(Held other) {
            int order = Long.compare(second, other.second);
            order = order != 0 ? order : Integer.compare(nano, other.nano);
            return order != 0 ? order : line.compareTo(other.line);
        }
    }

    /** The partition will be read up to its end. */
    void open(int partition) {
        reached.put(partition, Long.MIN_VALUE);
    }

    /** A record of the partition was read, shown or not. */
    void reach(int partition, long timeMs) {
        reached.computeIfPresent(partition, (same, newestMs) -> Math.max(newestMs, timeMs));
    }

    /** The partition is read up to its end: nobody waits for it any more. */
    void finish(int partition) {
        reached.remove(partition);
    }

    void add(TailLine line, long nowNanos) {
        Held held = new Held(line, nowNanos);
        byTime.add(held);
        chars += line.text().length();
        if (isByArrival) {
            byArrival.add(held);
        }
        while (isBeyond(1)) {
            letGo();
        }
        if (byArrival.size() > 2 * MAX_LINES) {
            releaseUntil(oldestNanos(nowNanos));
        }
    }

    /** All partitions are read to their ends: from here on lines go by when they were read. */
    void follow() {
        reached.clear();
        releaseAll();
        isByArrival = true;
    }

    private boolean isBeyond(double part) {
        return byTime.size() > MAX_LINES * part || chars > MAX_CHARS * part;
    }

    private boolean isHalfFull() {
        return isBeyond(0.5);
    }

    private long lowestMs() {
        return reached.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    /** Lets go what may go while partitions are read to their ends. */
    void settle() {
        long lowestMs = lowestMs();
        while (isHalfFull() && byTime.peek().line.time().toEpochMilli() <= lowestMs) {
            letGo();
        }
    }

    /** Partitions not to be read until others have come as far; never all that are open. */
    Set<Integer> ahead() {
        Set<Integer> ahead = new HashSet<>();
        if (isBeyond(0.75)) {
            long lowestMs = lowestMs();
            reached.forEach((partition, newestMs) -> {
                if (newestMs > lowestMs) {
                    ahead.add(partition);
                }
            });
        }
        return ahead;
    }

    /** Lets go what was read at {@code readNanos} or before, with what is to stand before it. */
    void releaseUntil(long readNanos) {
        for (Held first = firstHeld(); first != null && first.readNanos - readNanos <= 0; first = firstHeld()) {
            letGo();
        }
    }

    /** When the line was read that is held for the longest; {@code otherwise} where none is held. */
    long oldestNanos(long otherwise) {
        Held first = firstHeld();
        return first == null ? otherwise : first.readNanos;
    }

    void releaseAll() {
        while (!byTime.isEmpty()) {
            letGo();
        }
    }

    private Held firstHeld() {
        while (!byArrival.isEmpty() && byArrival.peek().line == null) {
            byArrival.remove();
        }
        return byArrival.peek();
    }

    private void letGo() {
        Held held = byTime.remove();
        TailLine line = held.line;
        held.line = null;
        chars -= line.text().length();
        out.accept(line);
    }
}
