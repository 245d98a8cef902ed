package io.github.loglane.journal;

/**
 * What stood in a journal at one moment and was not acknowledged by Kafka, up to the first place where no sound record follows.
 *
 * @param records their number, padding left out
 * @param commitPosition where they begin
 * @param endPosition where they end
 * @param oldestMs the first one's own timestamp, since 1970; {@link OldestRecord#NONE} where there are none
 */
public record JournalPending(long records, long commitPosition, long endPosition, long oldestMs) {

    /** Bytes of the ring that they take, padding included. */
    public long bytes() {
        return endPosition - commitPosition;
    }
}
