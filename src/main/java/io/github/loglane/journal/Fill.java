package io.github.loglane.journal;

import java.util.function.LongSupplier;

/** How far the ring may fill for whom. As safe for other threads as what tells its capacity. */
final class Fill {

    /** Largest part of the ring one record may take, so that a few can always be in flight together. */
    static final int MIN_RECORDS_PER_RING = 4;

    /** Room that only an epoch's begin and end may use, so that a full journal can still be taken over and ended. */
    private static final int MAX_RESERVE_BYTES = 64 << 10;

    private final LongSupplier capacity;

    Fill(LongSupplier capacity) {
        this.capacity = capacity;
    }

    /** Most bytes in use once a record of this kind and priority is in. */
    long limitBytes(RecordKind kind, Priority priority) {
        if (kind == RecordKind.BEGIN || kind == RecordKind.END) {
            return capacity.getAsLong();
        }
        return limitBytes(priority);
    }

    long limitBytes(Priority priority) {
        long capacityBytes = capacity.getAsLong();
        return switch (priority) {
            case LOW -> capacityBytes / 100 * 80;
            case NORMAL -> capacityBytes / 100 * 95;
            case HIGH -> capacityBytes - Math.min(MAX_RESERVE_BYTES, capacityBytes / 64);
        };
    }

    /** @throws IllegalArgumentException where too few of the largest records have room */
    void check(int maxRecordBytes, int maxBodyBytes) {
        if (maxRecordBytes > maxBodyBytes) {
            throw new IllegalArgumentException("expecting: a journal of at least " + MIN_RECORDS_PER_RING
                    + " x maxRecordBytes (" + maxRecordBytes + "), found: " + capacity.getAsLong());
        }
    }
}
