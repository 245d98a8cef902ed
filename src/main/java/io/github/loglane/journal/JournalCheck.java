package io.github.loglane.journal;

import java.util.List;

/** What a full look through a journal's file found. Immutable. */
public final class JournalCheck {

    /**
     * A place where something is not as it was written.
     *
     * @param what in words
     * @param position in the journal's count of bytes, as records tell theirs; -1 outside of the ring
     * @param fileOffset where that is in the file
     * @param bytes how many are affected
     */
    public record Damage(String what, long position, long fileOffset, long bytes) {}

    private final List<JournalScan.Run> runs;
    private final long commitPosition;
    private final long endPosition;
    private final List<Damage> damage;

    private JournalCheck(List<JournalScan.Run> runs, long commitPosition, long endPosition, List<Damage> damage) {
        this.runs = runs;
        this.commitPosition = commitPosition;
        this.endPosition = endPosition;
        this.damage = List.copyOf(damage);
    }

    static JournalCheck of(JournalScan scan, List<Damage> damage) {
        return new JournalCheck(scan.runs(), scan.commit(), scan.end(), damage);
    }

    JournalCheck withDamage(List<Damage> other) {
        return new JournalCheck(runs, commitPosition, endPosition, other);
    }

    List<JournalScan.Run> runs() {
        return runs;
    }

    /** Where the first record stands that is not acknowledged, as far as can be told. */
    public long commitPosition() {
        return commitPosition;
    }

    public long endPosition() {
        return endPosition;
    }

    /** Damage in the order of the file's parts; empty where there is none. */
    public List<Damage> damage() {
        return damage;
    }
}
