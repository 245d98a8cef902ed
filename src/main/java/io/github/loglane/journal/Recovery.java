package io.github.loglane.journal;

import java.util.OptionalLong;

/**
 * What was found in a file whose process is gone.
 *
 * @param scan the records
 * @param predecessor the epoch that lacks an end, if one does and it can be told where that goes; else {@code null}
 * @param isSoundAtBothEnds whether header and trailer are as they were written
 */
record Recovery(JournalScan scan, LastOpening last, Predecessor predecessor, boolean isSoundAtBothEnds) {

    /** @param now the process that recovers */
    static Recovery of(JournalFile file, Opener now) {
        LastOpening last = file.lastOpening();
        boolean isSameBoot = last.isSameBoot(now);
        JournalScan scan = JournalScan.of(
                file.memory(),
                file.commitPosition(),
                last.isClosed() ? OptionalLong.of(last.endPosition()) : OptionalLong.empty(),
                isSameBoot ? last.writtenEnd() : 0,
                isSameBoot);
        return new Recovery(scan, last, predecessor(file, scan, last, isSameBoot), file.isSoundAtBothEnds());
    }

    /**
     * Ends nothing where it cannot be known which seq was the last: behind damage or a power failure, a seq that was used
     * already could be used again, and one document would take another's place. Such an epoch stays open. Nor does it end an
     * epoch that has not begun: killed before its first record, it has nothing that could be missed.
     */
    private static Predecessor predecessor(JournalFile file, JournalScan scan, LastOpening last, boolean isSameBoot) {
        boolean isKnown = last.epoch() != 0 && last.lastSeq() >= 0 && !scan.isDamaged();
        if (!isKnown || !(last.isClosed() || isSameBoot) || last.endedEpoch() == last.epoch()) {
            return null;
        }
        Tail tail = Tail.of(file.memory(), scan, last.epoch());
        boolean isTorn = last.seqBefore() < last.lastSeq() && tail.lastSeq != last.lastSeq();
        long lastSeq = Math.max(last.lastSeq(), tail.lastSeq);
        // a record that carried the gap makes it declared, even where its process was killed before it could note that
        PendingGap gap = last.gap() == null || lastSeq >= last.gap().to() ? null : last.gap();
        boolean hasBegun = lastSeq > 0 || gap != null;
        return tail.isEnded || isTorn || !hasBegun
                ? null
                : new Predecessor(last.epoch(), lastSeq, gap, last.opener(), isSameBoot);
    }

    /** Whether something was there that is not any more. */
    boolean isDamaged() {
        return scan.isDamaged() || !isSoundAtBothEnds;
    }

    /** Whether there is nothing to ship, nothing to end and nothing to keep as evidence. */
    boolean isEmpty() {
        return !isDamaged() && commit() == end() && predecessor == null;
    }

    long commit() {
        return scan.commit();
    }

    long end() {
        return scan.end();
    }

    /** What the pending records tell of one epoch's end. */
    private static final class Tail {
        private long lastSeq;
        private boolean isEnded;

        static Tail of(RingMemory memory, JournalScan scan, long epoch) {
            Tail tail = new Tail();
            RunReader.of(memory, scan).forEach(item -> {
                if (item.epoch() == epoch) {
                    tail.lastSeq = Math.max(tail.lastSeq, item.seq());
                    tail.isEnded |= item.kind() == RecordKind.END;
                }
            });
            return tail;
        }
    }
}
