package io.github.loglane.tools;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of seqs, small where they are dense: chunks of {@value #CHUNK_SEQS} seqs are bitmaps while they fill and runs of
 * full chunks once they did. Ten million seqs that arrive in order take a few hundred bytes; in the worst disorder a seq
 * costs its own chunk of about 600 bytes. A range costs the same however long it is. Not safe for several threads.
 */
final class SeqSet {

    /** What {@link #nextPresent} gives where nothing follows. */
    static final long NONE = Long.MAX_VALUE;

    private static final int SHIFT = 12;
    private static final int CHUNK_SEQS = 1 << SHIFT;
    private static final int WORDS = CHUNK_SEQS >>> 6;

    private final TreeMap<Long, Chunk> filling = new TreeMap<>();
    /** First index of a run of full chunks -> its last. */
    private final TreeMap<Long, Long> full = new TreeMap<>();

    private long size;
    private long lastIndex = -1;
    private Chunk lastChunk;

    /** Returns whether {@code seq} is new. */
    boolean add(long seq) {
        long at = seq - 1;
        long index = at >>> SHIFT;
        Chunk chunk = index == lastIndex ? lastChunk : open(index);
        if (chunk == null || !chunk.set((int) (at & (CHUNK_SEQS - 1)))) {
            return false;
        }
        if (chunk.count == CHUNK_SEQS) {
            filling.remove(index);
            addFull(index, index);
            lastChunk = null;
        }
        size++;
        return true;
    }

    /** Adds {@code from} to {@code to}, both included; returns how many of them are new. */
    long addRange(long from, long to) {
        long before = size;
        long firstWhole = (from - 1 + CHUNK_SEQS - 1) >>> SHIFT;
        long endWhole = to >>> SHIFT;
        if (firstWhole >= endWhole) {
            addEach(from, to);
        } else {
            addEach(from, firstWhole << SHIFT);
            addWhole(firstWhole, endWhole - 1);
            addEach((endWhole << SHIFT) + 1, to);
        }
        return size - before;
    }

    boolean contains(long seq) {
        return nextPresent(seq) == seq;
    }

    long size() {
        return size;
    }

    /** The lowest seq from {@code seq} on that is not in the set. */
    long nextAbsent(long seq) {
        long at = seq - 1;
        while (true) {
            long index = at >>> SHIFT;
            Map.Entry<Long, Long> run = full.floorEntry(index);
            if (run != null && run.getValue() >= index) {
                at = (run.getValue() + 1) << SHIFT;
                continue;
            }
            Chunk chunk = filling.get(index);
            int bit = chunk == null ? (int) (at & (CHUNK_SEQS - 1)) : chunk.next((int) (at & (CHUNK_SEQS - 1)), ~0L);
            if (bit < CHUNK_SEQS) {
                return (index << SHIFT) + bit + 1;
            }
            at = (index + 1) << SHIFT;
        }
    }

    /** The lowest seq from {@code seq} on that is in the set, or {@link #NONE}. */
    long nextPresent(long seq) {
        long at = seq - 1;
        while (true) {
            long index = at >>> SHIFT;
            Map.Entry<Long, Long> run = full.floorEntry(index);
            if (run != null && run.getValue() >= index) {
                return at + 1;
            }
            Chunk chunk = filling.get(index);
            int bit = chunk == null ? CHUNK_SEQS : chunk.next((int) (at & (CHUNK_SEQS - 1)), 0L);
            if (bit < CHUNK_SEQS) {
                return (index << SHIFT) + bit + 1;
            }
            long next = Math.min(orNone(filling.higherKey(index)), orNone(full.higherKey(index)));
            if (next == NONE) {
                return NONE;
            }
            at = next << SHIFT;
        }
    }

    private static long orNone(Long key) {
        return key == null ? NONE : key;
    }

    private Chunk open(long index) {
        Map.Entry<Long, Long> run = full.floorEntry(index);
        lastIndex = index;
        lastChunk = run != null && run.getValue() >= index ? null : filling.computeIfAbsent(index, i -> new Chunk());
        return lastChunk;
    }

    private void addEach(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            add(seq);
        }
    }

    private void addWhole(long first, long last) {
        lastIndex = -1;
        Map<Long, Chunk> covered = filling.subMap(first, true, last, true);
        long present = covered.values().stream().mapToLong(chunk -> chunk.count).sum();
        covered.clear();
        Long floor = full.floorKey(first);
        for (Map.Entry<Long, Long> run :
                full.subMap(floor == null ? first : floor, true, last, true).entrySet()) {
            long overlap = Math.min(run.getValue(), last) - Math.max(run.getKey(), first) + 1;
            present += Math.max(0, overlap) * CHUNK_SEQS;
        }
        addFull(first, last);
        size += (last - first + 1) * CHUNK_SEQS - present;
    }

    /** Joins the run with those that it meets. */
    private void addFull(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> run = full.floorEntry(to + 1);
        while (run != null && run.getValue() >= from - 1) {
            from = Math.min(from, run.getKey());
            to = Math.max(to, run.getValue());
            full.remove(run.getKey());
            run = full.floorEntry(to + 1);
        }
        full.put(from, to);
    }

    /** A bitmap that is not yet full. */
    private static final class Chunk {
        private final long[] words = new long[WORDS];
        private int count;

        boolean set(int bit) {
            long mask = 1L << bit;
            int word = bit >>> 6;
            if ((words[word] & mask) != 0) {
                return false;
            }
            words[word] |= mask;
            count++;
            return true;
        }

        /** The first bit from {@code bit} on that is set, or with a {@code flip} of ones that is clear. */
        int next(int bit, long flip) {
            int word = bit >>> 6;
            long bits = (words[word] ^ flip) & (~0L << bit);
            while (bits == 0) {
                if (++word == WORDS) {
                    return CHUNK_SEQS;
                }
                bits = words[word] ^ flip;
            }
            return (word << 6) + Long.numberOfTrailingZeros(bits);
        }
    }
}
