package io.github.loglane.encode;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A bounded pool of things that log calls under way work with, shared by all threads, so that a call makes no garbage and
 * memory does not grow with the number of threads: virtual ones come by the million. Takes no lock and waits for nothing:
 * where the pool is empty a new thing is made, where it is full a returned one is left to the garbage collector.
 *
 * <p>Safe for any thread. It does not bound how many things are out at once: that is one for each log call under way.
 */
public final class StripedPool<T> {

    private static final int MIN_SLOTS = 8;
    private static final int MAX_SLOTS = 256;

    /** References in 64 bytes: each slot has a cache line of its own. */
    private static final int STRIDE = 16;

    private final int slots;
    private final AtomicReferenceArray<T> pool;
    private final Supplier<T> maker;

    public StripedPool(Supplier<T> maker) {
        int wanted = 4 * Runtime.getRuntime().availableProcessors();
        this.slots = Integer.highestOneBit(Math.max(MIN_SLOTS, Math.min(MAX_SLOTS, wanted)));
        this.pool = new AtomicReferenceArray<>(slots * STRIDE);
        this.maker = maker;
    }

    /** The most things kept. */
    public int capacity() {
        return slots;
    }

    /** A thing as it was given back, or a new one; the caller's own until {@link #give}. */
    public T take() {
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = ((home + i) & (slots - 1)) * STRIDE;
            if (pool.getPlain(slot) != null) {
                T thing = pool.getAndSet(slot, null);
                if (thing != null) {
                    return thing;
                }
            }
        }
        return maker.get();
    }

    /** Takes {@code thing} back; the caller must not touch it any more. */
    public void give(T thing) {
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = ((home + i) & (slots - 1)) * STRIDE;
            if (pool.getPlain(slot) == null && pool.compareAndSet(slot, null, thing)) {
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
