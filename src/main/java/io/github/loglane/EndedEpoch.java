package io.github.loglane;

import io.github.loglane.journal.JournalRecord;
import io.github.loglane.ship.EpochRecords;

/** The records of an epoch that has its end already: nothing is added but stubs. */
final class EndedEpoch implements EpochRecords {

    private final EpochRecords stubs;

    EndedEpoch(EpochRecords stubs) {
        this.stubs = stubs;
    }

    @Override
    public void declareGap() {
        // its end carries the gap
    }

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public byte[] stub(JournalRecord refused, String reason) {
        return stubs.stub(refused, reason);
    }
}
