package io.github.loglane.journal;

/**
 * What a record is. Events carry no {@link #HEADER} in Kafka, the others do. The order is part of the journal's format;
 * add at the end only.
 */
public enum RecordKind {
    /** One event of the application. */
    EVENT(null),
    /** The first record of an epoch, seq 1. */
    BEGIN("begin"),
    /** A gap's stand-alone declaration; it takes the gap's last seq as its own. */
    DROP("drop"),
    /** The last record of an epoch that was stopped cleanly, or adopted by another process. */
    END("end"),
    /** Fills the journal up to a seam; never leaves it. */
    PAD(null);

    /** Name of the Kafka header that holds {@link #word()}; a record replaced for its size has {@link #STUB} there. */
    public static final String HEADER = "kind";

    /** Value of {@link #HEADER} where a stub stands for a record that could not be sent as it was. */
    public static final String STUB = "stub";

    private static final RecordKind[] VALUES = values();

    private final String word;

    RecordKind(String word) {
        this.word = word;
    }

    /** The header's value, or {@code null} where the record has no such header. */
    public String word() {
        return word;
    }

    static RecordKind of(int ordinal) {
        return VALUES[ordinal];
    }

    static boolean isKnown(int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length;
    }
}
