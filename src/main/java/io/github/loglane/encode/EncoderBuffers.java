package io.github.loglane.encode;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded pool of {@link RecordBuffer}s. Safe for many threads, virtual ones too; takes no lock and waits for nothing:
 * where the pool is empty a new buffer is made, where it is full a returned one is left to the garbage collector.
 *
 * <p>Holds at most {@link #capacity()} buffers of {@value #MAX_KEPT_BYTES} bytes each. It does not bound how many are out
 * at once: that is one for each log call under way.
 */
public final class EncoderBuffers {

    /** A buffer that one huge event made larger than this is not kept. */
    public static final int MAX_KEPT_BYTES = 64 << 10;

    private static final int MIN_SLOTS = 8;
    private static final int MAX_SLOTS = 256;

    /** References in 64 bytes: each slot has a cache line of its own. */
    private static final int STRIDE = 16;

    private final int maxBytes;
    private final int slots;
    private final AtomicReferenceArray<RecordBuffer> pool;

    /** @param maxBytes the most bytes that one buffer may grow to */
    public EncoderBuffers(int maxBytes) {
        this.maxBytes = maxBytes;
        int wanted = 4 * Runtime.getRuntime().availableProcessors();
        this.slots = Integer.highestOneBit(Math.max(MIN_SLOTS, Math.min(MAX_SLOTS, wanted)));
        this.pool = new AtomicReferenceArray<>(slots * STRIDE);
    }

    /** The most buffers kept. */
    public int capacity() {
        return slots;
    }

    /** An empty buffer, the caller's own until {@link #give}. */
    public RecordBuffer take() {
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = ((home + i) & (slots - 1)) * STRIDE;
            if (pool.getPlain(slot) != null) {
                RecordBuffer buffer = pool.getAndSet(slot, null);
                if (buffer != null) {
                    return buffer;
                }
            }
        }
        return new RecordBuffer(maxBytes);
    }

    /** Takes {@code buffer} back; the caller must not touch it any more. */
    public void give(RecordBuffer buffer) {
        if (buffer.array().length > MAX_KEPT_BYTES) {
            return;
        }
        buffer.clear();
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = ((home + i) & (slots - 1)) * STRIDE;
            if (pool.getPlain(slot) == null && pool.compareAndSet(slot, null, buffer)) {
                return;
            }
        }
    }

    /** Where this thread looks first, so that threads do not all meet in one slot. */
    private static int home() {
        long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 33);
    }
}
