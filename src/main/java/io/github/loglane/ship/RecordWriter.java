package io.github.loglane.ship;

import io.github.loglane.journal.Gap;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordId;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.DropCause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Makes Kafka's record of a journal's: key {@code epoch-seq}, headers for worker, gap and kind, and the body with what only
 * the journal knew. Used by the shipper's thread only.
 */
final class RecordWriter {

    private static final int EMPTY_OBJECT_BYTES = 2;

    private final String topic;
    private final EpochRecords epochRecords;
    private long lastEpoch;
    private String lastEpochText = RecordId.epochText(0);

    RecordWriter(String topic, EpochRecords epochRecords) {
        this.topic = topic;
        this.epochRecords = epochRecords;
    }

    /** @param stubReason why a stub takes the body's place, or {@code null} */
    ProducerRecord<byte[], byte[]> write(JournalRecord item, int partition, long timestampMs, String stubReason) {
        String epoch = epochText(item.epoch());
        byte[] key = ascii(epoch + '-' + item.seq());
        Gap gap = item.gap();
        byte[] value;
        if (stubReason != null) {
            // JSON whatever the body was: a stub is for people who search for what is missing
            byte[] body = epochRecords.stub(item, stubReason);
            value = stamped(body, body.length, item, epoch, gap);
        } else if (item.isStamped()) {
            value = stamped(null, item.bodyBytes(), item, epoch, gap);
        } else {
            value = new byte[item.bodyBytes()];
            item.copyBody(value, 0, value.length);
        }
        // Kafka's own check demands a timestamp that is not negative; an event before 1970 keeps its @timestamp
        return new ProducerRecord<>(
                topic, partition, Math.max(0, timestampMs), key, value, headers(item, gap, stubReason != null));
    }

    private String epochText(long epoch) {
        if (epoch != lastEpoch) {
            lastEpoch = epoch;
            lastEpochText = RecordId.epochText(epoch);
        }
        return lastEpochText;
    }

    private static List<Header> headers(JournalRecord item, Gap gap, boolean isStub) {
        List<Header> headers = new ArrayList<>(2);
        if (item.hasWorkerNumber()) {
            headers.add(new RecordHeader(RecordId.WORKER_HEADER, ascii(Long.toString(item.worker()))));
        } else if (item.hasWorkerText()) {
            headers.add(new RecordHeader(RecordId.WORKER_HEADER, item.workerText()));
        }
        if (gap != null) {
            headers.add(new RecordHeader(Gap.HEADER, ascii(gap.toString())));
        }
        String kind = item.kind().word();
        if (kind != null || isStub) {
            headers.add(new RecordHeader(RecordKind.HEADER, ascii(kind != null ? kind : RecordKind.STUB)));
        }
        return headers;
    }

    /** @param body the body that takes the journal's place, or {@code null} */
    private static byte[] stamped(byte[] body, int bodyBytes, JournalRecord item, String epoch, Gap gap) {
        byte[] tail = ascii(stamp(item, epoch, gap, bodyBytes > EMPTY_OBJECT_BYTES));
        byte[] value = new byte[bodyBytes - 1 + tail.length];
        if (body == null) {
            item.copyBody(value, 0, bodyBytes - 1);
        } else {
            System.arraycopy(body, 0, value, 0, bodyBytes - 1);
        }
        System.arraycopy(tail, 0, value, bodyBytes - 1, tail.length);
        return value;
    }

    private static String stamp(JournalRecord item, String epoch, Gap gap, boolean withComma) {
        StringBuilder text = new StringBuilder(64);
        text.append(withComma ? "," : "").append("\"epoch\":\"").append(epoch);
        text.append("\",\"seq\":").append(item.seq());
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
