package io.github.loglane.ship;

import io.github.loglane.journal.JournalRecord;

/** The records that are loglane's own: the shipper knows when, its owner knows how. Called on the shipper's thread. */
public interface EpochRecords {

    /** Declares the pending gap by a record of its own; does nothing where there is none, or no room yet. */
    void declareGap();

    /** Ends the epoch in the sealed journal; false where there is no room yet. Called until it returns true. */
    boolean end();

    /** The body, a JSON object to be stamped, of the stub that takes the place of {@code refused}. */
    byte[] stub(JournalRecord refused, String reason);
}
