package io.github.loglane.journal;

/**
 * What a record is. Events carry no {@link #HEADER} in Kafka, the others do.
 */
public enum RecordKind {
    /** One event of the application. */
    EVENT(0, null),
    /** The first record of an epoch, seq 1. */
    BEGIN(1, "begin"),
    /** A gap's stand-alone declaration; it takes the gap's last seq as its own. */
    DROP(2, "drop"),
    /** The last record of an epoch that was stopped cleanly, or adopted by another process. */
    END(3, "end"),
    /** Fills the journal up to a seam; never leaves it. */
    PAD(4, null);

    /** Name of the Kafka header that holds {@link #word()}; a record replaced for its size has {@link #STUB} there. */
    public static final String HEADER = "kind";

    /** Value of {@link #HEADER} where a stub stands for a record that could not be sent as it was. */
    public static final String STUB = "stub";

    private static final RecordKind[] BY_CODE = {EVENT, BEGIN, DROP, END, PAD};

    private final byte code;
    private final String word;

    RecordKind(int code, String word) {
        this.code = (byte) code;
        this.word = word;
    }

    /** The header's value, or {@code null} where the record has no such header. */
    public String word() {
        return word;
    }

    /** The kind's number in the journal's format; never changed. */
    byte code() {
        return code;
    }

    static RecordKind of(byte code) {
        return BY_CODE[code];
    }

    static boolean isKnown(byte code) {
        return code >= 0 && code < BY_CODE.length;
    }
}
