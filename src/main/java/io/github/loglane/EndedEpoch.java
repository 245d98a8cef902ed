package io.github.loglane;

import io.github.loglane.journal.JournalRecord;
import io.github.loglane.ship.EpochRecords;
import java.util.function.BooleanSupplier;

/** The records of an epoch that nobody writes to any more: its end, where that had no room before, and stubs. */
final class EndedEpoch implements EpochRecords {

    private final EpochRecords stubs;
    private final BooleanSupplier end;

    /** @param end tries to end it where it is not ended; true where it is */
    EndedEpoch(EpochRecords stubs, BooleanSupplier end) {
        this.stubs = stubs;
        this.end = end;
    }

    @Override
    public void declareGap() {
        // its end carries the gap
    }

    @Override
    public boolean end() {
        return end.getAsBoolean();
    }

    @Override
    public byte[] stub(JournalRecord refused, String reason) {
        return stubs.stub(refused, reason);
    }
}
