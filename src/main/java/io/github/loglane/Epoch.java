package io.github.loglane;

import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Severity;
import io.github.loglane.encode.Worker;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.Predecessor;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.ship.EpochRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes the records that make an epoch auditable: its begin, the gaps that no event declared, its end. Always in the default
 * JSON form, whatever layout the events have. One thread at a time.
 */
final class Epoch implements EpochRecords {

    private final Journal journal;
    private final JsonEncoder encoder;
    private final Worker processWorker;
    private final RecordBuffer buffer;
    private final RecordDraft draft = new RecordDraft();

    Epoch(Journal journal, JsonEncoder encoder, Worker processWorker, int maxRecordBytes) {
        this.journal = journal;
        this.encoder = encoder;
        this.processWorker = processWorker;
        this.buffer = new RecordBuffer(maxRecordBytes);
    }

    /** To be called before any event is appended: the begin record has seq 1. */
    void begin() {
        String version = Epoch.class.getPackage().getImplementationVersion();
        journal.append(
                draft(RecordKind.BEGIN, Severity.INFO, "loglane begin " + (version == null ? "" : version)), 0, null);
    }

    /** Ends the epoch of a process that is gone, in the journal that it left; false where there is no room. */
    boolean endOf(Predecessor gone) {
        String message =
                "loglane end of process " + gone.pid() + " on " + gone.hostname() + ", which stopped without one";
        return journal.appendEndOf(gone, draft(RecordKind.END, Severity.WARN, message));
    }

    @Override
    public void declareGap() {
        journal.appendDrop(draft(RecordKind.DROP, Severity.WARN, "loglane dropped events"));
    }

    @Override
    public boolean end() {
        return journal.appendEnd(draft(RecordKind.END, Severity.INFO, "loglane end"));
    }

    @Override
    public byte[] stub(JournalRecord refused, String reason) {
        Worker worker = refused.hasWorkerNumber()
                ? Worker.of(refused.worker())
                : Worker.parse(new String(refused.workerText(), StandardCharsets.UTF_8));
        String message = "loglane: Kafka refused this record of " + refused.bodyBytes() + " bytes: " + reason;
        Instant at = Instant.ofEpochMilli(refused.timestampMs());
        encode(
                new ControlEvent(
                        at, Severity.WARN, message, Thread.currentThread().getName()),
                worker);
        return Arrays.copyOf(buffer.array(), buffer.length());
    }

    private void encode(ControlEvent event, Worker worker) {
        buffer.clear();
        encoder.encode(event, worker, buffer);
    }

    private RecordDraft draft(RecordKind kind, Severity severity, String message) {
        Instant now = Instant.now();
        encode(
                new ControlEvent(
                        now, severity, message.strip(), Thread.currentThread().getName()),
                processWorker);
        draft.begin(kind, Priority.HIGH, now.toEpochMilli());
        Workers.put(processWorker, draft);
        return draft.body(buffer.array(), buffer.length(), true);
    }
}
