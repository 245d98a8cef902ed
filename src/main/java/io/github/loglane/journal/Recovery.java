package io.github.loglane.journal;

import java.util.OptionalLong;

/**
 * What was found in a file whose process is gone.
 *
 * @param scan the records
 * @param predecessor the epoch that lacks an end, if one does and it can be told where that goes; else {@code null}
 */
record Recovery(JournalScan scan, LastOpening last, Predecessor predecessor) {

    /** @param now the process that recovers */
    static Recovery of(JournalFile file, Opener now) {
        LastOpening last = file.lastOpening();
        JournalScan scan = scan(file, file.commitPosition(), last);
        if (file.isCommitTorn() && (scan.isDamaged() || scan.runs().isEmpty())) {
            // what a torn commit was about to give up is still there; if it is not, this was damage
            scan = scan(file, OptionalLong.empty(), last);
        }
        return new Recovery(scan, last, predecessor(file, scan, last, now));
    }

    private static JournalScan scan(JournalFile file, OptionalLong commit, LastOpening last) {
        return JournalScan.of(
                file.memory(),
                commit,
                file.soundCommit(),
                last.isClosed() ? OptionalLong.of(last.endPosition()) : OptionalLong.empty());
    }

    /**
     * Ends nothing where it cannot be known which seq was the last: behind damage or a power failure, a seq that was used
     * already could be used again, and one document would take another's place. Such an epoch stays open.
     */
    private static Predecessor predecessor(JournalFile file, JournalScan scan, LastOpening last, Opener now) {
        boolean isKnown = last.epoch() != 0 && last.lastSeq() >= 0 && !scan.isDamaged();
        if (!isKnown || !(last.isClosed() || last.opener().isSameBoot(now)) || last.endedEpoch() == last.epoch()) {
            return null;
        }
        Tail tail = Tail.of(file.memory(), scan, last.epoch());
        if (tail.isEnded) {
            return null;
        }
        long lastSeq = Math.max(last.lastSeq(), tail.lastSeq);
        // a record that carried the gap makes it declared, even where its process was killed before it could note that
        PendingGap gap = last.gap() == null || lastSeq >= last.gap().to() ? null : last.gap();
        return new Predecessor(last.epoch(), lastSeq, gap, last.opener());
    }

    /** Whether there is nothing to ship, nothing to end and nothing to keep as evidence. */
    boolean isEmpty() {
        return !scan.isDamaged() && commit() == end() && predecessor == null;
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
