package io.github.loglane.tools;

import java.util.List;
import java.util.Map;

/**
 * What the audit found of one epoch. Immutable, as far as its lists and maps are not changed.
 *
 * @param epoch the epoch as it stands in keys
 * @param state whether and how it ended
 * @param adoptedBy epoch of the process that ended this one in its name; {@code null} where none did
 * @param firstSeq lowest seq seen
 * @param lastSeq highest seq seen; seqs are judged up to this one
 * @param newestMs highest timestamp of its records
 * @param declaredByCause events dropped, by cause, as the declarations say
 * @param holes the first holes of each judgement, not all; {@link #seqs()} counts all
 * @param reorderings the first ones; {@link Records#reordered()} counts all
 */
public record EpochAudit(
        String epoch,
        EpochOrigin origin,
        State state,
        String adoptedBy,
        long firstSeq,
        long lastSeq,
        long newestMs,
        Seqs seqs,
        Map<String, Long> declaredByCause,
        Records records,
        Oddities oddities,
        List<Hole> holes,
        List<Reordering> reorderings) {

    /** Whether an epoch can still go on. */
    public enum State {
        /** Its writer stopped cleanly; nothing may follow. */
        ENDED,
        /** Its writer died, and another process shipped the rest and ended it. */
        ADOPTED,
        /** Its writer runs, or died and nobody took over: nothing is known beyond the last seq seen. */
        OPEN
    }

    /** What a hole is. */
    public enum Judgement {
        /** Lost. */
        MISSING,
        /** May have been in what retention or delete-records cut away. */
        EXPIRED,
        /** May have been cut away going by the seqs, but hardly going by the clocks. */
        MAYBE_EXPIRED,
        /** Was perhaps not yet in Kafka when the audit read: the epoch goes on, and a partition has not come so far. */
        IN_FLIGHT;

        Judgement whenOverdue() {
            return this == IN_FLIGHT ? MISSING : this;
        }
    }

    /**
     * Where the seqs from 1 to {@link #lastSeq()} are; the five add up to it.
     *
     * @param delivered a record stands for it
     * @param declared dropped, and declared so
     * @param unknown {@link Judgement#MAYBE_EXPIRED} or {@link Judgement#IN_FLIGHT}
     */
    public record Seqs(long delivered, long declared, long missing, long expired, long unknown) {}

    /**
     * @param read all that were read, duplicates too
     * @param duplicates records whose seq had been seen before
     * @param stubs records in the place of one that Kafka would not take
     * @param reordered first occurrences behind a higher seq of the same lane in the same partition
     * @param orderUnjudged first occurrences in lanes beyond the number that the audit keeps
     */
    public record Records(long read, long duplicates, long stubs, long reordered, long orderUnjudged) {}

    /**
     * What should not be, and loses nothing.
     *
     * @param unsoundGaps declarations that cannot be read, or that are not about the seqs just before their record
     * @param declaredTwice seqs that several records declare
     * @param declaredButDelivered seqs declared as dropped which did arrive
     * @param afterEnd seqs beyond the end record, which is then not taken for an end
     */
    public record Oddities(long unsoundGaps, long declaredTwice, long declaredButDelivered, long afterEnd) {}

    /** A run of seqs which neither arrived nor were declared. */
    public record Hole(long from, long to, Judgement judgement) {}

    /**
     * One first occurrence that came too late.
     *
     * @param worker the lane's worker id; {@code null} where it has none
     * @param overtakenBy a seq that stood before it
     */
    public record Reordering(String worker, int partition, long offset, long seq, long overtakenBy) {}

    /** The worst that is to be said of the epoch. */
    public Verdict verdict() {
        if (seqs.missing() > 0) {
            return Verdict.MISSING;
        }
        if (records.reordered() > 0) {
            return Verdict.REORDERED;
        }
        if (seqs.unknown() > 0 || records.orderUnjudged() > 0) {
            return Verdict.UNKNOWN;
        }
        return state == State.OPEN ? Verdict.OPEN : Verdict.COMPLETE;
    }
}
