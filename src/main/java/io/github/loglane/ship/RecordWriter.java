package io.github.loglane.ship;

import io.github.loglane.journal.Gap;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordId;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.DropCause;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes Kafka's record of a journal's: key {@code epoch-seq}, headers for worker, gap and kind, and the body with what only
 * the journal knew. Of an event without a gap it makes the bytes of key and value and no more. Used by the shipper's thread
 * only.
 */
final class RecordWriter {

    private static final int EMPTY_OBJECT_BYTES = 2;
    private static final byte[] CLOSE = {'}'};

    /** Of {@link Long#MAX_VALUE}. */
    private static final int MAX_DIGITS = 19;

    private final String topic;
    private final EpochRecords epochRecords;
    private final WorkerHeaders workers = new WorkerHeaders();
    private long lastEpoch;
    private byte[] keyStart;
    private byte[] stampStart;

    RecordWriter(String topic, EpochRecords epochRecords) {
        this.topic = topic;
        this.epochRecords = epochRecords;
        setEpoch(0);
    }

    private void setEpoch(long epoch) {
        String text = RecordId.epochText(epoch);
        lastEpoch = epoch;
        keyStart = ascii(text + '-');
        stampStart = ascii(",\"epoch\":\"" + text + "\",\"seq\":");
    }

    /** @param stubReason why a stub takes the body's place, or {@code null} */
    ProducerRecord<byte[], byte[]> write(JournalRecord item, int partition, long timestampMs, String stubReason) {
        if (item.epoch() != lastEpoch) {
            setEpoch(item.epoch());
        }
        Gap gap = item.gap();
        int digits = digits(item.seq());
        byte[] value;
        if (stubReason != null) {
            // JSON whatever the body was: a stub is for people who search for what is missing
            byte[] body = epochRecords.stub(item, stubReason);
            value = stamped(body, body.length, item, gap, digits);
        } else if (item.isStamped()) {
            value = stamped(null, item.bodyBytes(), item, gap, digits);
        } else {
            value = new byte[item.bodyBytes()];
            item.copyBody(value, 0, value.length);
        }
        // Kafka's own check demands a timestamp that is not negative; an event before 1970 keeps its @timestamp
        return new ProducerRecord<>(
                topic,
                partition,
                Math.max(0, timestampMs),
                key(item.seq(), digits),
                value,
                headers(item, gap, stubReason != null));
    }

    private byte[] key(long seq, int digits) {
        byte[] key = Arrays.copyOf(keyStart, keyStart.length + digits);
        putDigits(seq, key, key.length);
        return key;
    }

    private RecordHeaders headers(JournalRecord item, Gap gap, boolean isStub) {
        RecordHeaders ofWorker = workers.of(item);
        String kind = item.kind().word();
        if (gap == null && kind == null && !isStub) {
            return ofWorker;
        }
        RecordHeaders headers = new RecordHeaders(ofWorker);
        if (gap != null) {
            headers.add(Gap.HEADER, ascii(gap.toString()));
        }
        if (kind != null || isStub) {
            headers.add(RecordKind.HEADER, ascii(kind != null ? kind : RecordKind.STUB));
        }
        return headers;
    }

    /** @param body the body that takes the journal's place, or {@code null} */
    private byte[] stamped(byte[] body, int bodyBytes, JournalRecord item, Gap gap, int digits) {
        int comma = bodyBytes > EMPTY_OBJECT_BYTES ? 0 : 1;
        int stampBytes = stampStart.length - comma;
        byte[] rest = gap == null && item.kind().word() == null ? CLOSE : ascii(rest(item, gap));
        int open = bodyBytes - 1;
        int seqEnd = open + stampBytes + digits;
        byte[] value = new byte[seqEnd + rest.length];
        if (body == null) {
            item.copyBody(value, 0, open);
        } else {
            System.arraycopy(body, 0, value, 0, open);
        }
        System.arraycopy(stampStart, comma, value, open, stampBytes);
        putDigits(item.seq(), value, seqEnd);
        System.arraycopy(rest, 0, value, seqEnd, rest.length);
        return value;
    }

    /** What follows the seq. */
    private static String rest(JournalRecord item, Gap gap) {
        StringBuilder text = new StringBuilder(64);
        if (item.kind().word() != null) {
            text.append(",\"kind\":\"").append(item.kind().word()).append('"');
        }
        if (gap != null) {
            appendGap(text, gap);
        }
        return text.append('}').toString();
    }

    private static void appendGap(StringBuilder text, Gap gap) {
        text.append(",\"dropped\":{\"from\":")
                .append(gap.from())
                .append(",\"to\":")
                .append(gap.to());
        char before = '{';
        text.append(",\"byCause\":");
        for (DropCause cause : DropCause.values()) {
            if (gap.count(cause) > 0) {
                text.append(before)
                        .append('"')
                        .append(cause.word())
                        .append("\":")
                        .append(gap.count(cause));
                before = ',';
            }
        }
        text.append("}}");
    }

    /** Number of decimal digits; seqs are positive. Multiplies, since a division for each digit takes five times as long. */
    static int digits(long seq) {
        int digits = 1;
        for (long bound = 10; digits < MAX_DIGITS && seq >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes {@code seq} in decimal so that it ends before {@code end}. */
    static void putDigits(long seq, byte[] target, int end) {
        long left = seq;
        int at = end;
        do {
            at--;
            target[at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
