package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a record's key, {@code epoch-seq}, out of its bytes; allocates only where the epoch is another one. Takes exactly what
 * {@link io.github.loglane.journal.RecordId#parse} takes; a test holds both against each other. Not safe for several
 * threads: the last key read is this object's state.
 */
final class RecordKey {

    private static final int RADIX = Character.MAX_RADIX;
    /** 2^64 / 36: an epoch above it cannot take another digit. */
    private static final long MAX_EPOCH_BEFORE_DIGIT = Long.divideUnsigned(-1L, RADIX);

    private static final byte[] NONE = new byte[0];

    /** As bytes, the hyphen included, of the epoch last read: the next key is most often of the same one. */
    private byte[] epochText = NONE;

    private long epoch;
    private long seq;

    /** Returns whether {@code key} is an id of ours; then {@link #epoch()} and {@link #seq()} are its parts. */
    boolean read(ByteBuffer key) {
        if (key == null) {
            return false;
        }
        byte[] bytes = key.hasArray() ? key.array() : copy(key);
        int start = key.hasArray() ? key.arrayOffset() + key.position() : 0;
        int end = start + key.remaining();
        int seqStart = start + epochText.length;
        if (epochText.length > 0
                && seqStart <= end
                && Arrays.equals(bytes, start, seqStart, epochText, 0, epochText.length)) {
            return readSeq(bytes, seqStart, end);
        }
        int hyphen = readEpoch(bytes, start, end);
        if (hyphen <= start) {
            epochText = NONE;
            return false;
        }
        epochText = Arrays.copyOfRange(bytes, start, hyphen + 1);
        return readSeq(bytes, hyphen + 1, end);
    }

    private static byte[] copy(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    long epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    /** Returns where the hyphen is, or -1. */
    private int readEpoch(byte[] key, int start, int end) {
        long value = 0;
        for (int at = start; at < end; at++) {
            byte b = key[at];
            if (b == '-') {
                epoch = value;
                // No leading zero, except that of zero itself.
                return key[start] == '0' && at > start + 1 ? -1 : at;
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

    private boolean readSeq(byte[] key, int start, int end) {
        if (start == end || key[start] == '0') {
            return false;
        }
        long value = 0;
        for (int at = start; at < end; at++) {
            int digit = key[at] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return false;
            }
            value = value * 10 + digit;
        }
        seq = value;
        return true;
    }
}
