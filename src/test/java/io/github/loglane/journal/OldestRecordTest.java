package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OldestRecordTest {

    private static final int RECORDS = 200_000;

    private final Journal journal = Journal.inMemory(1 << 20, 16 << 10, 1);
    private final RecordDraft draft = new RecordDraft();
    private final byte[] body = new byte[3_000];

    private void append(long timestampMs) {
        draft.begin(RecordKind.EVENT, Priority.HIGH, timestampMs).body(body, body.length, false);
        assertThat(journal.append(draft, 0, null)).isEqualTo(AppendResult.APPENDED);
    }

    @Test
    void timestamp_isThatOfTheOldestNotCommitted() {
        assertThat(OldestRecord.timestampMs(journal)).isEqualTo(OldestRecord.NONE);
        append(-5);
        append(7);
        assertThat(OldestRecord.timestampMs(journal)).isEqualTo(-5);
        JournalRecord first = new JournalRecord();
        assertThat(journal.read(0, first)).isTrue();
        journal.commit(first.nextPosition());
        assertThat(OldestRecord.timestampMs(journal)).isEqualTo(7);
        journal.commit(journal.writePosition());
        assertThat(OldestRecord.timestampMs(journal)).isEqualTo(OldestRecord.NONE);
    }

    /** The ring is overwritten some 500 times under the eyes of the reader, seams and padding included. */
    @Test
    void timestamp_isNeverTornWhileRecordsComeAndGo() {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= RECORDS; i++) {
                append(i);
                if (journal.usedBytes() > journal.capacityBytes() / 2) {
                    journal.commit(journal.writePosition());
                }
            }
        });
        long last = 0;
        long looks = 0;
        while (!writer.isDone()) {
            long timestampMs = OldestRecord.timestampMs(journal);
            if (timestampMs != OldestRecord.NONE) {
                assertThat(timestampMs).isBetween(last, (long) RECORDS);
                last = timestampMs;
                looks++;
            }
        }
        writer.join();
        assertThat(looks).isPositive();
    }
}
