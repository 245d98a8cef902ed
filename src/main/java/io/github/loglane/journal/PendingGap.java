package io.github.loglane.journal;

import io.github.loglane.status.DropCause;
import java.nio.ByteBuffer;
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

    void clear() {
        from = 0;
        to = 0;
        Arrays.fill(counts, 0);
    }
}
