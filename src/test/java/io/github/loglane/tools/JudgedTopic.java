package io.github.loglane.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.loglane.journal.RecordId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A topic made by hand and given to the judge record by record; no broker. */
final class JudgedTopic {

    /** When the audit looks. All records are an hour old and a second apart, unless told otherwise. */
    static final long NOW_MS = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();

    static final long HOUR_MS = 3_600_000;

    final TopicJudge judge = new TopicJudge();
    private final long[] nextOffsets;
    private long timestampMs = NOW_MS - HOUR_MS;
    private boolean later;

    JudgedTopic(int partitions) {
        nextOffsets = new long[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            judge.open(partition, 0, Long.MAX_VALUE);
        }
    }

    /** The partition's records begin at an offset above 0. */
    JudgedTopic cut(int partition) {
        nextOffsets[partition] = 1000;
        judge.open(partition, 1000, Long.MAX_VALUE);
        return this;
    }

    /** From here on records are created at this time and a second apart. */
    JudgedTopic at(long ms) {
        timestampMs = ms;
        return this;
    }

    /** All is read up to the end offsets; what follows comes after. */
    JudgedTopic later() {
        judge.close();
        later = true;
        return this;
    }

    JudgedTopic begin(int partition, String id, String worker) {
        String value = "{\"@timestamp\":\"2026-11-22T11:00:00.123456789Z\",\"hostname\":\"web-1\",\"service\":\"shop\""
                + (worker == null ? "}" : ",\"workerId\":" + worker + ",\"more\":{\"hostname\":\"no\"}}");
        return put(partition, id, headers(worker, null, "begin"), value);
    }

    /** One event each, in this order. */
    JudgedTopic events(int partition, String epoch, String worker, long... seqs) {
        for (long seq : seqs) {
            put(partition, epoch + "-" + seq, headers(worker, null, null), "{}");
        }
        return this;
    }

    JudgedTopic eventAfterGap(int partition, String id, String worker, String gap) {
        return put(partition, id, headers(worker, gap, null), "{}");
    }

    JudgedTopic stub(int partition, String id, String worker) {
        return put(partition, id, headers(worker, null, "stub"), "{}");
    }

    JudgedTopic drop(int partition, String id, String gap) {
        return put(partition, id, headers(null, gap, "drop"), "{}");
    }

    JudgedTopic end(int partition, String id) {
        return end(partition, id, null);
    }

    JudgedTopic end(int partition, String id, String gap) {
        return put(partition, id, headers(null, gap, "end"), "{\"hostname\":\"web-2\",\"workerId\":\"w\"}");
    }

    JudgedTopic adoptedEnd(int partition, String id, String adopter) {
        return put(
                partition,
                id,
                headers(null, null, "end"),
                "{\"hostname\":\"web-9\",\"adoptedBy\":\"" + adopter + "\"}");
    }

    JudgedTopic foreign(int partition, String key) {
        return put(partition, key, new RecordHeaders(), "not ours");
    }

    JudgedTopic put(int partition, String key, Headers headers, String value) {
        ConsumerRecord<ByteBuffer, ByteBuffer> made =
                record(partition, nextOffsets[partition]++, timestampMs, key, headers, value);
        timestampMs += 1000;
        if (later) {
            judge.takeLater(made);
        } else {
            judge.take(made);
        }
        return this;
    }

    static ConsumerRecord<ByteBuffer, ByteBuffer> record(
            int partition, long offset, long timestampMs, String key, Headers headers, String value) {
        return new ConsumerRecord<>(
                "logs",
                partition,
                offset,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : ByteBuffer.wrap(key.getBytes(UTF_8)),
                ByteBuffer.wrap(value.getBytes(UTF_8)),
                headers,
                Optional.empty());
    }

    static Headers headers(String worker, String gap, String kind) {
        Headers headers = new RecordHeaders().add("traceparent", new byte[] {1});
        if (worker != null) {
            headers.add(RecordId.WORKER_HEADER, worker.getBytes(UTF_8));
        }
        if (gap != null) {
            headers.add("gap", gap.getBytes(UTF_8));
        }
        if (kind != null) {
            headers.add("kind", kind.getBytes(UTF_8));
        }
        return headers;
    }

    AuditReport report() {
        if (!later) {
            later();
        }
        return judge.report("logs", NOW_MS, true);
    }

    EpochAudit epoch(String epoch) {
        return report().epoch(epoch).orElseThrow();
    }
}
