package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the records in a ring whose writer is gone. Trusts no counter: a record counts where its own position, its header's
 * checksum and its body's agree.
 *
 * <p>Reads on from the commit as long as records follow each other, then looks through the rest of the ring for records behind
 * a damaged place. A record torn by the end of its process has no sound header yet, since that is written last, and is no
 * damage: its log call had not returned.
 *
 * <p>After a power failure the commit may be older than the records by any number of rounds. What the newest record has left no
 * room for was committed; all that is in place counts.
 */
final class JournalScan {

    /** Sound records that follow each other without a gap; the end is exclusive. */
    record Run(long from, long to) {}

    private final RingMemory memory;
    private final long capacityBytes;
    private final RecordCheck check;
    private final List<Run> runs = new ArrayList<>();
    private final List<Run> holes = new ArrayList<>();
    private final boolean isCommitLost;
    private long commit;
    private long end;

    private JournalScan(RingMemory memory, boolean isCommitLost) {
        this.memory = memory;
        this.check = new RecordCheck(memory);
        this.capacityBytes = memory.capacityBytes();
        this.isCommitLost = isCommitLost;
    }

    /**
     * @param commit where to begin; none where damage took it, and all sound records count then
     * @param knownEnd where the records end, as their writer said in good order; none where it did not
     * @param writtenEnd a position that the records reached; 0 where that is not known
     * @param isSameBoot whether no power failed since: a page that says so and is older than the records is not possible then
     */
    static JournalScan of(
            RingMemory memory, OptionalLong commit, OptionalLong knownEnd, long writtenEnd, boolean isSameBoot) {
        JournalScan scan = new JournalScan(memory, commit.isEmpty());
        long from = commit.orElse(0);
        boolean isPossible = writtenEnd > 0
                && writtenEnd % RecordLayout.ALIGNMENT == 0
                && writtenEnd - from <= memory.capacityBytes();
        scan.scan(from, knownEnd, isPossible ? writtenEnd : 0, isSameBoot);
        return scan;
    }

    private void scan(long from, OptionalLong knownEnd, long writtenEnd, boolean isSameBoot) {
        long firstEnd = runFrom(from);
        List<Run> found = new ArrayList<>();
        if (firstEnd > from) {
            found.add(new Run(from, firstEnd));
        }
        long newest = Math.max(firstEnd, Math.max(writtenEnd, knownEnd.orElse(0)));
        if (!isSameBoot || knownEnd.isEmpty() || knownEnd.getAsLong() != firstEnd) {
            newest = Math.max(newest, findBehind(from, firstEnd, found));
        }
        found.sort(Comparator.comparingLong(Run::from));
        take(found, Math.max(from, newest - capacityBytes), newest);
    }

    /** Follows the records from one to the next; returns where none follows. */
    private long runFrom(long from) {
        long at = from;
        long next = check.next(at);
        while (next > at && next <= from + capacityBytes) {
            at = next;
            next = check.next(at);
        }
        return at;
    }

    /**
     * Looks at every place of the ring for records behind the first run; also within padding, which after a power failure may be
     * older than what stands there.
     *
     * @return where the last one ends, or would end if its body were sound
     */
    private long findBehind(long from, long firstEnd, List<Run> found) {
        long newest = firstEnd;
        Run run = new Run(from, firstEnd);
        long limit = from + capacityBytes;
        long at = check.nextCandidate(from, limit, from);
        while (at < limit) {
            long position = check.positionAt(at % capacityBytes);
            long step = RecordLayout.ALIGNMENT;
            if (check.hasSoundHeader(position)) {
                long behind = position + check.alignedLength(position);
                int occupiedBytes = check.occupiedBytes(position);
                if (position >= firstEnd && !isIn(run, position)) {
                    run = new Run(position, runFrom(position));
                    newest = Math.max(newest, Math.max(run.to(), behind));
                    found.add(run);
                }
                step = isIn(run, position) ? occupiedBytes : RecordLayout.ALIGNMENT;
            }
            at = check.nextCandidate(at + step, limit, from);
        }
        return newest;
    }

    private static boolean isIn(Run run, long position) {
        return position >= run.from() && position < run.to();
    }

    /** @param oldest what is before that was written over by {@code newest}, so it was committed */
    private void take(List<Run> found, long oldest, long newest) {
        commit = oldest;
        end = oldest;
        for (Run run : found) {
            long from = Math.max(end, firstFrom(run, oldest));
            if (from < run.to()) {
                takeOne(new Run(from, run.to()));
            }
        }
        hole(end, newest);
        end = newest;
    }

    /** The first record of the run that is not before {@code oldest}. */
    private long firstFrom(Run run, long oldest) {
        long at = run.from();
        while (at < oldest && at < run.to()) {
            long next = check.next(at);
            if (next == at) {
                // a live owner has written over it meanwhile; what it wrote is behind this run
                return run.to();
            }
            at = next;
        }
        return at;
    }

    private void takeOne(Run run) {
        if (runs.isEmpty() && isCommitLost) {
            commit = run.from();
        } else {
            hole(end, run.from());
        }
        runs.add(run);
        end = run.to();
    }

    private void hole(long from, long to) {
        int toSeam = memory.bytesToSeam(from % capacityBytes);
        // too little for a record before a seam is no damage
        long begin = toSeam < HEADER_BYTES ? from + toSeam : from;
        if (to > begin) {
            holes.add(new Run(begin, to));
        }
    }

    /** Where the first record stands that may not be acked. */
    long commit() {
        return commit;
    }

    /** Where the next record may go. */
    long end() {
        return end;
    }

    /** The sound records, in order. */
    List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Whether something was there that is not any more; a record torn by the end of its process is no such thing. */
    boolean isDamaged() {
        return isCommitLost || !holes.isEmpty();
    }

    /** Bytes between sound records, or before the end that the writer gave, that hold none. */
    List<Run> holes() {
        return List.copyOf(holes);
    }
}
