package io.github.loglane.encode;

import java.util.Arrays;

/**
 * A growing array of bytes that one encoding writes to. Not thread-safe: it belongs to one log call at a time.
 *
 * <p>Growth stops at {@code maxBytes}; writing past it throws {@link IndexOutOfBoundsException}, which an encoder that
 * keeps its own budget never meets.
 */
public final class RecordBuffer {

    private static final int INITIAL_BYTES = 4096;
    private static final int MAX_KEPT_BYTES = 64 << 10;

    /** What {@link JsonEncoder} needs beside the bytes. It lives here, not in a thread local, so that virtual threads do not each make one. */
    final JsonText json = new JsonText(this);

    final ContextPass context = new ContextPass(json);

    private final int maxBytes;
    private byte[] bytes;
    private int length;

    public RecordBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[Math.min(INITIAL_BYTES, maxBytes)];
    }

    public int maxBytes() {
        return maxBytes;
    }

    /** The bytes behind this buffer, valid up to {@link #length()} and only until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Cuts the content back to {@code newLength}, which is at most the present one. */
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IndexOutOfBoundsException("expecting: 0.." + length + ", found: " + newLength);
        }
        length = newLength;
    }

    /** Whether a pool should keep this buffer: not one that a huge event made large. */
    public boolean isWorthKeeping() {
        return bytes.length <= MAX_KEPT_BYTES;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for {@code more} bytes behind the present length. */
    public void ensure(int more) {
        int needed = length + more;
        if (needed > bytes.length || needed < 0) {
            grow(needed, more);
        }
    }

    private void grow(int needed, int more) {
        if (needed > maxBytes || needed < 0) {
            throw new IndexOutOfBoundsException(
                    "expecting: at most " + maxBytes + " bytes, found: " + (length + (long) more));
        }
        bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(needed, bytes.length * 2)));
    }

    /** Takes what was written straight into {@link #array()}, up to {@code newLength}, as content. */
    void advanceTo(int newLength) {
        length = newLength;
    }

    public void put(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }
}
