package io.github.loglane.ship;

import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of records that have none but the worker's, which is almost all of them: made once for each worker seen lately.
 * Kafka's client copies the list for each record and shares the header. Used by the shipper's thread only.
 */
final class WorkerHeaders {

    private static final int SLOTS = 256;
    private static final RecordHeaders NONE = new RecordHeaders();

    /** Each worker has one place here, which it takes from another one: bounded, whatever ids there are. */
    private final Entry[] entries = new Entry[SLOTS];

    /** The header of the record's worker, or none; not to be changed. */
    RecordHeaders of(JournalRecord item) {
        if (item.hasWorkerNumber()) {
            return ofNumber(item.worker());
        }
        return item.hasWorkerText() ? ofText(item.workerText()) : NONE;
    }

    private RecordHeaders ofNumber(long number) {
        int slot = slot(Long.hashCode(number));
        Entry entry = entries[slot];
        if (entry == null || entry.text != null || entry.number != number) {
            byte[] value = Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
            entry = new Entry(number, null, headers(value));
            entries[slot] = entry;
        }
        return entry.headers;
    }

    private RecordHeaders ofText(byte[] text) {
        int slot = slot(Arrays.hashCode(text));
        Entry entry = entries[slot];
        if (entry == null || !Arrays.equals(entry.text, text)) {
            entry = new Entry(0, text, headers(text));
            entries[slot] = entry;
        }
        return entry.headers;
    }

    private static RecordHeaders headers(byte[] value) {
        return new RecordHeaders(List.<Header>of(new RecordHeader(RecordId.WORKER_HEADER, value)));
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    /** One worker: its text, or where that is {@code null} its number. */
    private static final class Entry {
        private final long number;
        private final byte[] text;
        private final RecordHeaders headers;

        Entry(long number, byte[] text, RecordHeaders headers) {
            this.number = number;
            this.text = text;
            this.headers = headers;
        }
    }
}
