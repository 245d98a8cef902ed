package io.github.loglane;

import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.journal.RecordDraft;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What log calls under way work with, shared by all threads, so that a call makes no garbage and memory does not grow with the
 * number of threads: virtual ones come by the million. Takes no lock and waits for nothing; where the pool is empty a new
 * entry is made, where it is full a returned one is left to the garbage collector.
 */
final class DraftPool {

    /** An entry that one huge event made larger than this is not kept. */
    private static final int MAX_KEPT_BYTES = 64 << 10;

    private static final int MIN_SLOTS = 8;
    private static final int MAX_SLOTS = 256;

    /** References in 64 bytes: each slot has a cache line of its own. */
    private static final int STRIDE = 16;

    private final int slots;
    private final AtomicReferenceArray<Entry> pool;

    /** What one log call works with. */
    static final class Entry {
        final RecordBuffer buffer;
        final RecordDraft draft = new RecordDraft();

        Entry(int maxBytes) {
            buffer = new RecordBuffer(maxBytes);
        }
    }

    DraftPool() {
        int wanted = 4 * Runtime.getRuntime().availableProcessors();
        slots = Integer.highestOneBit(Math.max(MIN_SLOTS, Math.min(MAX_SLOTS, wanted)));
        pool = new AtomicReferenceArray<>(slots * STRIDE);
    }

    /** An empty entry for records of up to {@code maxBytes}, the caller's own until {@link #give}. */
    Entry take(int maxBytes) {
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = (home + i & slots - 1) * STRIDE;
            if (pool.getPlain(slot) != null) {
                Entry entry = pool.getAndSet(slot, null);
                // of another size: left from before a reconfiguration, and dropped here
                if (entry != null && entry.buffer.maxBytes() == maxBytes) {
                    return entry;
                }
            }
        }
        return new Entry(maxBytes);
    }

    /** Takes {@code entry} back; the caller must not touch it any more. */
    void give(Entry entry) {
        entry.draft.clear();
        entry.buffer.clear();
        if (entry.buffer.array().length > MAX_KEPT_BYTES) {
            return;
        }
        int home = home();
        for (int i = 0; i < slots; i++) {
            int slot = (home + i & slots - 1) * STRIDE;
            if (pool.getPlain(slot) == null && pool.compareAndSet(slot, null, entry)) {
                return;
            }
        }
    }

    /** Where this thread looks first, so that threads do not all meet in one slot. */
    private static int home() {
        return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 33);
    }
}
