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
 */
final class JournalScan {

    /** Sound records that follow each other without a gap; the end is exclusive. */
    record Run(long from, long to) {}

    private static final int ALIGNMENT = 8;

    private final RingMemory memory;
    private final long capacityBytes;
    private final RecordCheck check;
    private final List<Run> runs = new ArrayList<>();
    private final List<Run> holes = new ArrayList<>();
    private long commit;
    private long end;
    private boolean commitLost;

    private JournalScan(RingMemory memory) {
        this.memory = memory;
        this.check = new RecordCheck(memory);
        this.capacityBytes = memory.capacityBytes();
    }

    /**
     * @param commit where to begin; none where damage took one of the two, and all sound records from {@code atLeast} on
     *     count then
     * @param knownEnd where the records end, as their writer said in good order; none where it did not
     */
    static JournalScan of(RingMemory memory, OptionalLong commit, long atLeast, OptionalLong knownEnd) {
        JournalScan scan = new JournalScan(memory);
        if (commit.isPresent()) {
            scan.scan(commit.getAsLong(), knownEnd);
        } else {
            scan.commitLost = true;
            scan.scanAll(atLeast);
        }
        return scan;
    }

    private void scan(long from, OptionalLong knownEnd) {
        commit = from;
        end = runFrom(from);
        if (end > from) {
            runs.add(new Run(from, end));
        }
        if (knownEnd.isPresent() && end == knownEnd.getAsLong()) {
            return;
        }
        findBehind(end, from + capacityBytes);
        if (knownEnd.isPresent() && knownEnd.getAsLong() > end && knownEnd.getAsLong() <= from + capacityBytes) {
            hole(end, knownEnd.getAsLong());
            end = knownEnd.getAsLong();
        }
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

    /** Looks for runs beyond a place where none follows, up to {@code limit}. */
    private void findBehind(long from, long limit) {
        long at = check.nextMarked(from, limit);
        while (at < limit) {
            long next = check.isSound(at) ? runFrom(at) : at;
            if (next > at) {
                if (at > end) {
                    hole(end, at);
                }
                runs.add(new Run(at, next));
                end = next;
                at = next;
            } else {
                at += damagedBytesAt(at, limit);
            }
            at = check.nextMarked(at, limit);
        }
    }

    /** A sound header with another body tells its length; anything else is gone through in steps. */
    private long damagedBytesAt(long at, long limit) {
        if (!check.hasSoundHeader(at)) {
            return ALIGNMENT;
        }
        long next = at + check.alignedLength(at);
        if (next <= limit && next > end) {
            hole(end, next);
            end = next;
        }
        return next - at;
    }

    private void hole(long from, long to) {
        if (to > from) {
            holes.add(new Run(from, to));
        }
    }

    /** Without the newest commit, every sound record counts that the newest has left in place. */
    private void scanAll(long atLeast) {
        List<Run> found = new ArrayList<>();
        long offset = 0;
        while (offset < capacityBytes) {
            int toSeam = memory.bytesToSeam(offset);
            long position = toSeam < HEADER_BYTES ? Long.MIN_VALUE : check.positionAt(offset);
            long step = toSeam < HEADER_BYTES ? toSeam : ALIGNMENT;
            if (position >= atLeast && position % capacityBytes == offset && check.isSound(position)) {
                long next = check.next(position);
                found.add(new Run(position, next));
                step = next - position;
            }
            offset += step;
        }
        found.sort(Comparator.comparingLong(Run::from));
        take(found, atLeast);
    }

    private void take(List<Run> found, long atLeast) {
        long newest = found.isEmpty() ? atLeast : found.get(found.size() - 1).to();
        commit = newest;
        end = newest;
        for (Run run : found) {
            if (run.from() >= newest - capacityBytes) {
                takeOne(run);
            }
        }
        end = newest;
    }

    private void takeOne(Run run) {
        if (runs.isEmpty()) {
            commit = run.from();
        } else if (run.from() > end) {
            hole(end, run.from());
        }
        runs.add(run);
        end = run.to();
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
        return commitLost || !holes.isEmpty();
    }

    /** Bytes between sound records, or before the end that the writer gave, that hold none. */
    List<Run> holes() {
        return List.copyOf(holes);
    }
}
