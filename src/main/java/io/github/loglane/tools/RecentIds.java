package io.github.loglane.tools;

/**
 * Remembers record ids for a while: at least the last {@link #MIN_REMEMBERED}, at most twice as many, in 8 MiB. An id
 * that comes again later than that is new. One thread at a time.
 */
final class RecentIds {

    static final int MIN_REMEMBERED = 1 << 17;
    private static final int SLOTS = MIN_REMEMBERED * 2;

    /** Epoch and seq side by side; a seq of 0 is an empty slot, since seqs count from 1. */
    private long[] young = new long[SLOTS * 2];

    private long[] old = new long[SLOTS * 2];
    private int youngCount;

    /** Returns whether the id is new. */
    boolean add(long epoch, long seq) {
        int place = place(young, epoch, seq);
        if (young[place + 1] == seq || old[place(old, epoch, seq) + 1] == seq) {
            return false;
        }
        if (youngCount == MIN_REMEMBERED) {
            old = young;
            young = new long[SLOTS * 2];
            youngCount = 0;
            place = place(young, epoch, seq);
        }
        young[place] = epoch;
        young[place + 1] = seq;
        youngCount++;
        return true;
    }

    /** Where the id is, or would be. */
    private static int place(long[] table, long epoch, long seq) {
        long hash = (epoch ^ seq * 0x9e3779b97f4a7c15L) * 0xff51afd7ed558ccdL;
        int slot = (int) (hash >>> 32) & SLOTS - 1;
        while (table[slot * 2 + 1] != 0 && (table[slot * 2 + 1] != seq || table[slot * 2] != epoch)) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot * 2;
    }
}
