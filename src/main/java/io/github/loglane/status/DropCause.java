package io.github.loglane.status;

/**
 * Why an event was not journaled: one cause per event. The order is part of the journal's format; add at the end only.
 */
public enum DropCause {
    /** The journal had no room for it: Kafka is away, or slower than the application, for longer than the journal lasts. */
    FULL(0, "full", true),
    /** Shed early to keep room for what matters more: DEBUG and TRACE from 80 %, all below WARN from 95 % of the journal. */
    SHED(1, "shed", true),
    /** Its encoder or nested layout threw. */
    ENCODE_FAILED(2, "encodeFailed", true),
    /** Not journaled for one of the reasons above, but handed to the fallback appender, so not lost. */
    FALLBACK(3, "fallback", true),
    /** Logged after the appender was stopped. */
    CLOSED(4, "closed", false),
    /** Logged by one of loglane's own threads, which would feed itself. */
    OWN_LOGGER(5, "ownLogger", false);

    private final int code;
    private final String word;
    private final boolean takesSeq;

    DropCause(int code, String word, boolean takesSeq) {
        this.code = code;
        this.word = word;
        this.takesSeq = takesSeq;
    }

    /** The cause's number in the journal's format, from 0 without a gap; never changed. */
    public int code() {
        return code;
    }

    /** The cause's name in records, headers, counters and status lines. */
    public String word() {
        return word;
    }

    /** Whether such an event uses up a seq, so that the gap is declared in Kafka. */
    public boolean takesSeq() {
        return takesSeq;
    }
}
