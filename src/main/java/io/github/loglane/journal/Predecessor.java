package io.github.loglane.journal;

/** The epoch that a process left without an end in a journal which another one has taken over. */
public final class Predecessor {

    private final long epoch;
    private final long lastSeq;
    private final PendingGap gap;
    private final String hostname;
    private final long pid;
    private final boolean isOfThisBoot;

    Predecessor(long epoch, long lastSeq, PendingGap gap, Opener opener, boolean isOfThisBoot) {
        this.epoch = epoch;
        this.lastSeq = lastSeq;
        this.gap = gap == null ? new PendingGap() : gap;
        this.hostname = opener.hostname();
        this.pid = opener.pid();
        this.isOfThisBoot = isOfThisBoot;
    }

    public long epoch() {
        return epoch;
    }

    /** The last seq that a record has. */
    long lastSeq() {
        return lastSeq;
    }

    /** The seq of the end record: the one behind all that was assigned. */
    long endSeq() {
        return Math.max(lastSeq, gap.to()) + 1;
    }

    /** What it had dropped and not declared. */
    PendingGap gap() {
        return gap;
    }

    public String hostname() {
        return hostname;
    }

    public long pid() {
        return pid;
    }

    /**
     * Whether no power failed since. Where it did, and the process had said good-bye, others may have written on in its place meanwhile:
     * the file may be older than Kafka.
     */
    public boolean isOfThisBoot() {
        return isOfThisBoot;
    }

    @Override
    public String toString() {
        return "epoch " + RecordId.epochText(epoch) + " of process " + pid + " on " + hostname;
    }
}
