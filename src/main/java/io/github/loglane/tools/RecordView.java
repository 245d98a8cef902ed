package io.github.loglane.tools;

import io.github.loglane.journal.Gap;
import io.github.loglane.journal.RecordId;
import io.github.loglane.journal.RecordKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the audit looks at in a record: its key and headers, and the value only of those that open or close an epoch. One
 * object serves all records in turn. Not safe for several threads.
 */
final class RecordView {

    /** A seq beyond this is not one that was counted up from 1; so that no arithmetic on seqs overflows. */
    private static final long MAX_SEQ = 1L << 60;

    /** What a record stands for. */
    enum Role {
        EVENT,
        STUB,
        BEGIN,
        DROP,
        END,
        /** A kind of a later version: it has a seq, and nothing more is known of it. */
        OTHER
    }

    private final RecordKey key = new RecordKey();
    private ConsumerRecord<ByteBuffer, ByteBuffer> current;
    private Role role;
    private byte[] worker;
    private byte[] gap;

    /** Returns whether the record is one of ours. */
    boolean read(ConsumerRecord<ByteBuffer, ByteBuffer> next) {
        current = next;
        if (!key.read(next.key()) || key.seq() > MAX_SEQ) {
            return false;
        }
        role = Role.EVENT;
        worker = null;
        gap = null;
        for (Header header : next.headers()) {
            takeHeader(header.key(), header.value());
        }
        return true;
    }

    private void takeHeader(String name, byte[] value) {
        switch (name) {
            case RecordId.WORKER_HEADER -> worker = value;
            case Gap.HEADER -> gap = value;
            case RecordKind.HEADER -> role = roleOf(value);
            default -> {
                // Somebody else's: interceptors and mirrors may add headers.
            }
        }
    }

    private static Role roleOf(byte[] value) {
        String word = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        if (word.equals(RecordKind.STUB)) {
            return Role.STUB;
        }
        if (word.equals(RecordKind.BEGIN.word())) {
            return Role.BEGIN;
        }
        if (word.equals(RecordKind.DROP.word())) {
            return Role.DROP;
        }
        return word.equals(RecordKind.END.word()) ? Role.END : Role.OTHER;
    }

    long epoch() {
        return key.epoch();
    }

    long seq() {
        return key.seq();
    }

    Role role() {
        return role;
    }

    /** Whether the record stands for an event, so that P3 gives it a place in its lane. */
    boolean hasOrder() {
        return role == Role.EVENT || role == Role.STUB;
    }

    /** The header {@code w} as it is, or {@code null} where there is none. */
    byte[] worker() {
        return worker;
    }

    /** The header {@code gap}, or {@code null} where there is none. */
    String gap() {
        return gap == null ? null : new String(gap, StandardCharsets.UTF_8);
    }

    int partition() {
        return current.partition();
    }

    long offset() {
        return current.offset();
    }

    long timestampMs() {
        return current.timestamp();
    }

    ByteBuffer value() {
        return current.value();
    }
}
