package io.github.loglane.tools;

import java.nio.ByteBuffer;

/**
 * Reads a record's key, {@code epoch-seq}, out of its bytes without allocating. Takes exactly what
 * {@link io.github.loglane.journal.RecordId#parse} takes; a test holds both against each other. Not safe for several
 * threads: the last key read is this object's state.
 */
final class RecordKey {

    private static final int RADIX = Character.MAX_RADIX;
    /** 2^64 / 36: an epoch above it cannot take another digit. */
    private static final long MAX_EPOCH_BEFORE_DIGIT = Long.divideUnsigned(-1L, RADIX);

    private long epoch;
    private long seq;

    /** Returns whether {@code key} is an id of ours; then {@link #epoch()} and {@link #seq()} are its parts. */
    boolean read(ByteBuffer key) {
        if (key == null) {
            return false;
        }
        int end = key.limit();
        int hyphen = readEpoch(key, key.position(), end);
        return hyphen > key.position() && hyphen < end && readSeq(key, hyphen + 1, end);
    }

    long epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    /** Returns where the hyphen is, or -1. */
    private int readEpoch(ByteBuffer key, int start, int end) {
        long value = 0;
        for (int at = start; at < end; at++) {
            byte b = key.get(at);
            if (b == '-') {
                epoch = value;
                // No leading zero, except that of zero itself.
                return key.get(start) == '0' && at > start + 1 ? -1 : at;
            }
            int digit = b >= '0' && b <= '9' ? b - '0' : b >= 'a' && b <= 'z' ? b - 'a' + 10 : -1;
            if (digit < 0 || Long.compareUnsigned(value, MAX_EPOCH_BEFORE_DIGIT) > 0) {
                return -1;
            }
            long next = value * RADIX + digit;
            if (Long.compareUnsigned(next, value) < 0) {
                return -1;
            }
            value = next;
        }
        return -1;
    }

    private boolean readSeq(ByteBuffer key, int start, int end) {
        if (start == end || key.get(start) == '0') {
            return false;
        }
        long value = 0;
        for (int at = start; at < end; at++) {
            int digit = key.get(at) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return false;
            }
            value = value * 10 + digit;
        }
        seq = value;
        return true;
    }
}
