package io.github.loglane.journal;

import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A record as its author hands it to the journal: all but what the journal adds (position, epoch, seq, gap). Reusable;
 * belongs to one thread at a time. The body's checksum is computed here, outside the journal's lock.
 */
public final class RecordDraft {

    /** A worker id longer than this in UTF-8 is cut, so that a record's header stays small. */
    public static final int MAX_WORKER_BYTES = 512;

    private static final byte[] NO_BYTES = {};

    private final CRC32C crc = new CRC32C();

    RecordKind kind = RecordKind.EVENT;
    Priority priority = Priority.NORMAL;
    long timestampMs;
    int flags;
    long worker;
    byte[] workerText = NO_BYTES;
    int workerBytes;
    byte[] body = NO_BYTES;
    int bodyBytes;
    int bodyCrc;

    /** Begins a new draft without a worker. */
    public RecordDraft begin(RecordKind ofKind, Priority ofPriority, long atMs) {
        kind = ofKind;
        priority = ofPriority;
        timestampMs = atMs;
        flags = 0;
        worker = 0;
        workerText = NO_BYTES;
        workerBytes = 0;
        return this;
    }

    public RecordDraft worker(long number) {
        worker = number;
        flags |= RecordLayout.WORKER_NUMBER;
        return this;
    }

    /** @param utf8 the worker id's text, not copied */
    public RecordDraft worker(byte[] utf8) {
        workerText = utf8;
        workerBytes = wholeCharacters(utf8);
        flags |= RecordLayout.WORKER_TEXT;
        return this;
    }

    private static int wholeCharacters(byte[] utf8) {
        int end = Math.min(utf8.length, MAX_WORKER_BYTES);
        while (end > 0 && end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /**
     * Takes the body and computes its checksum. To be called last; the array must not change until the append is done.
     *
     * @param stamped whether the body is a JSON object that gets epoch and seq before its last brace
     * @throws IllegalArgumentException where it is to be stamped and is no such thing
     */
    public RecordDraft body(byte[] source, int bytes, boolean stamped) {
        Objects.checkFromIndexSize(0, bytes, source.length);
        if (stamped && (bytes < 2 || source[0] != '{' || source[bytes - 1] != '}')) {
            throw new IllegalArgumentException(
                    "expecting: a JSON object, found: " + bytes + " bytes that do not begin with { and end with }");
        }
        body = source;
        bodyBytes = bytes;
        if (stamped) {
            flags |= RecordLayout.STAMPED;
        }
        crc.reset();
        crc.update(workerText, 0, workerBytes);
        crc.update(source, 0, bytes);
        bodyCrc = (int) crc.getValue();
        return this;
    }

    /** Lets go of the body, so that a pooled draft keeps no event alive. */
    public void clear() {
        workerText = NO_BYTES;
        body = NO_BYTES;
    }

    int recordBytes() {
        return RecordLayout.HEADER_BYTES + workerBytes + bodyBytes;
    }
}
