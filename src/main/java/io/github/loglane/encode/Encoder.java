package io.github.loglane.encode;

/**
 * Turns one event into the body of one record. Implementations are called by many logging threads at once.
 *
 * <p>What it does not do: the record's epoch and seq are known only once the journal has taken the record, so they are
 * no part of the body; the shipper adds them to a body that {@link #stamped() is stamped}.
 */
public interface Encoder {

    /**
     * Writes the body of {@code event} to {@code out}, which is empty.
     *
     * @throws Exception where no body could be made; the event then counts as {@code encodeFailed}
     */
    void encode(EventView event, Worker worker, RecordBuffer out) throws Exception;

    /** Whether each body is one JSON object that the shipper completes with {@code epoch} and {@code seq}. */
    boolean stamped();
}
