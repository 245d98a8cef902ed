package io.github.loglane.journal;

import java.lang.invoke.VarHandle;

/**
 * When the oldest record that a journal has not committed happened. For any thread, beside the one that reads and commits, and
 * without a lock: the record is read where the commit position points, and read again where that went on meanwhile, since only
 * then can its room hold another one.
 */
public final class OldestRecord {

    /** Says that everything is committed. */
    public static final long NONE = Long.MIN_VALUE;

    private OldestRecord() {}

    /** The oldest record's own timestamp, in milliseconds since 1970, or {@link #NONE}. */
    public static long timestampMs(Journal journal) {
        JournalRecord oldest = new JournalRecord();
        while (true) {
            long position = journal.commitPosition();
            long timestampMs = journal.read(position, oldest) ? oldest.timestampMs() : NONE;
            VarHandle.loadLoadFence();
            if (position == journal.commitPosition()) {
                return timestampMs;
            }
        }
    }
}
