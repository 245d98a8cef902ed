package io.github.loglane.journal;

import io.github.loglane.status.DropCause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The seqs dropped since the last record, not yet declared. Guarded by the journal's lock. */
final class PendingGap {

    private final long[] counts = new long[RecordLayout.GAP_CAUSES];
    private long from;
    private long to;
    private long sinceNanos;

    boolean isEmpty() {
        return from == 0;
    }

    void add(long seq, DropCause cause, long nowNanos) {
        if (isEmpty()) {
            from = seq;
            sinceNanos = nowNanos;
        }
        to = seq;
        counts[cause.code()]++;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    void writeTo(ByteBuffer target) {
        target.putLong(from).putLong(to);
        for (long count : counts) {
            target.putLong(count);
        }
    }

    /** The gap in the record's form; all zeros where there is none. */
    byte[] bytes() {
        byte[] bytes = new byte[RecordLayout.GAP_BYTES];
        writeTo(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /** The gap that {@link #bytes} described. */
    static PendingGap of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        PendingGap gap = new PendingGap();
        gap.from = from.getLong();
        gap.to = from.getLong();
        for (int i = 0; i < gap.counts.length; i++) {
            gap.counts[i] = from.getLong();
        }
        gap.sinceNanos = System.nanoTime();
        return gap;
    }

    void clear() {
        from = 0;
        to = 0;
        Arrays.fill(counts, 0);
    }
}
