package io.github.loglane.journal;

/** How far the ring may fill for whom. Immutable. */
final class Fill {

    /** Largest part of the ring one record may take, so that a few can always be in flight together. */
    static final int MIN_RECORDS_PER_RING = 4;

    /** Room that only an epoch's begin and end may use, so that a full journal can still be taken over and ended. */
    private static final int MAX_RESERVE_BYTES = 64 << 10;

    private final long capacityBytes;
    private final long lowPriorityBytes;
    private final long normalPriorityBytes;
    private final long highPriorityBytes;

    Fill(long capacityBytes) {
        this.capacityBytes = capacityBytes;
        this.lowPriorityBytes = capacityBytes / 100 * 80;
        this.normalPriorityBytes = capacityBytes / 100 * 95;
        this.highPriorityBytes = capacityBytes - Math.min(MAX_RESERVE_BYTES, capacityBytes / 64);
    }

    /** Most bytes in use once a record of this kind and priority is in. */
    long limitBytes(RecordKind kind, Priority priority) {
        if (kind == RecordKind.BEGIN || kind == RecordKind.END) {
            return capacityBytes;
        }
        return limitBytes(priority);
    }

    long limitBytes(Priority priority) {
        return switch (priority) {
            case LOW -> lowPriorityBytes;
            case NORMAL -> normalPriorityBytes;
            case HIGH -> highPriorityBytes;
        };
    }

    /** @throws IllegalArgumentException where too few of the largest records have room */
    void check(int maxRecordBytes, int maxBodyBytes) {
        if (maxRecordBytes > maxBodyBytes) {
            throw new IllegalArgumentException("expecting: a journal of at least " + MIN_RECORDS_PER_RING
                    + " x maxRecordBytes (" + maxRecordBytes + "), found: " + capacityBytes);
        }
    }
}
