package io.github.loglane.ship;

/** What the shipper asks for at the right moment and its owner writes into the journal. Called on the shipper's thread. */
public interface EpochRecords {

    /** Declares the pending gap by a record of its own; does nothing where there is none, or no room yet. */
    void declareGap();

    /** Ends the epoch in the sealed journal; false where there is no room yet. Called until it returns true. */
    boolean end();
}
