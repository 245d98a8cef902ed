package io.github.loglane.tools;

/** One partition as the audit finds it: where it begins, and what is in it. */
final class PartitionJudge {

    private final int partition;
    private final long endOffset;

    private long logStart;
    private boolean overrun;
    private long records;
    private long foreign;
    private boolean anySeen;
    private long firstTimestampMs;

    PartitionJudge(int partition, long logStart, long endOffset) {
        this.partition = partition;
        this.logStart = logStart;
        this.endOffset = endOffset;
    }

    int number() {
        return partition;
    }

    void see(long timestampMs) {
        records++;
        if (!anySeen) {
            anySeen = true;
            firstTimestampMs = timestampMs;
        }
    }

    void seeForeign() {
        foreign++;
    }

    /** The log start overtook the reader: records were cut away that it had not read yet. */
    void overrun(long newLogStart) {
        logStart = newLogStart;
        overrun = overrun || anySeen;
    }

    /** Whether records of the beginning are gone, by retention or by delete-records. */
    boolean isCut() {
        return logStart > 0;
    }

    /** Whether records are gone out of the middle of what was read. */
    boolean isOverrun() {
        return overrun;
    }

    /**
     * Whether the clocks speak against that something created at {@code timestampMs} or later was cut away here: the
     * partition's first record is older than that.
     */
    boolean beganBefore(long timestampMs) {
        return anySeen && firstTimestampMs < timestampMs;
    }

    PartitionAudit audit() {
        return new PartitionAudit(partition, logStart, endOffset, records, foreign);
    }
}
