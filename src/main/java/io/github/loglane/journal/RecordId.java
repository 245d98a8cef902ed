package io.github.loglane.journal;

import java.util.Optional;

/**
 * A record's id, {@code epoch-seq}: the epoch's 64 bits unsigned in base 36, a hyphen, the seq in decimal. It is the key of
 * the record in Kafka.
 *
 * @param epoch one opening of one journal: 64 random bits, never 0
 * @param seq the record's number within its epoch, from 1
 */
public record RecordId(long epoch, long seq) {

    /** Name of the Kafka header that holds the worker id; absent where a record has none. */
    public static final String WORKER_HEADER = "w";

    /** The epoch as it is written in keys and records. */
    public static String epochText(long epoch) {
        return Long.toUnsignedString(epoch, Character.MAX_RADIX);
    }

    /** Parses a key; empty where {@code text} is no such id. Only the form that {@link #toString()} gives is taken. */
    public static Optional<RecordId> parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 1) {
            return Optional.empty();
        }
        try {
            RecordId id = new RecordId(
                    Long.parseUnsignedLong(text, 0, hyphen, Character.MAX_RADIX),
                    Long.parseLong(text, hyphen + 1, text.length(), 10));
            return id.seq >= 1 && id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return epochText(epoch) + '-' + seq;
    }
}
