package io.github.loglane.journal;

import io.github.loglane.status.DropCause;

/**
 * The epoch that a journal writes under, the seqs that it gives out, and those that no record stands for yet. Guarded by the journal's
 * lock; {@link #id} and {@link #has} by any thread that came after {@link #goOnAs}.
 */
final class OwnEpoch {

    private long id;
    private long firstSeq = 1;
    private long nextSeq = 1;
    private PendingGap gap = new PendingGap();

    OwnEpoch(long id) {
        this.id = id;
    }

    /** Takes the place of {@code gone}, as if that had written on. */
    void goOnAs(Predecessor gone) {
        id = gone.epoch();
        firstSeq = gone.endSeq();
        nextSeq = firstSeq;
        gap = gone.gap();
    }

    long id() {
        return id;
    }

    /** Whether that seq was given out here. */
    boolean has(long epoch, long seq) {
        return epoch == id && seq >= firstSeq;
    }

    long nextSeq() {
        return nextSeq;
    }

    /** A record has the next seq now. */
    void taken() {
        nextSeq++;
    }

    /** Uses up a seq for what will be no record. */
    void drop(DropCause cause) {
        gap.add(nextSeq++, cause, System.nanoTime());
    }

    /** What was dropped since the last record. */
    PendingGap gap() {
        return gap;
    }

    /** The last seq that a record has; 0 where none has. */
    long lastWritten() {
        return gap.isEmpty() ? nextSeq - 1 : gap.from() - 1;
    }
}
