package io.github.loglane;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Severity;
import io.github.loglane.encode.Worker;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes the answers to records of the topic {@code conf}: in the default JSON form whatever layout the events have, with the
 * member {@code conf}. Kept like a WARN while the journal fills. Safe for any thread.
 */
final class AnswerWriter {

    static final String LOGGER = "loglane.conf";

    private AnswerWriter() {}

    /** The record that says {@code answer}. */
    static RecordDraft draft(ConfAnswer answer, JsonEncoder encoder, int maxRecordBytes) {
        Instant now = Instant.now();
        Worker worker = Worker.parse(answer.worker());
        Severity severity = severityOf(answer);
        String message = severity == Severity.INFO ? "conf updated " : "conf rejected ";
        ControlEvent event = new ControlEvent(
                now,
                severity,
                (message + worker).strip(),
                Thread.currentThread().getName(),
                LOGGER);
        RecordBuffer buffer = new RecordBuffer(maxRecordBytes);
        encoder.encode(event, worker, buffer);
        buffer.truncate(buffer.length() - 1);
        byte[] conf = conf(answer).getBytes(StandardCharsets.UTF_8);
        if (buffer.length() + conf.length + EncoderSettings.STAMP_BYTES >= maxRecordBytes) {
            conf = conf(new ConfAnswer(answer.id(), null, answer.offset(), answer.status(), null, answer.worker()))
                    .getBytes(StandardCharsets.UTF_8);
        }
        buffer.put(conf);
        buffer.put((byte) '}');
        RecordDraft draft = new RecordDraft().begin(RecordKind.EVENT, Priority.HIGH, now.toEpochMilli());
        Workers.put(worker, draft);
        return draft.body(buffer.array(), buffer.length(), true);
    }

    static Severity severityOf(ConfAnswer answer) {
        return answer.status() == ConfAnswer.Status.REJECTED ? Severity.WARN : Severity.INFO;
    }

    private static String conf(ConfAnswer answer) {
        StringBuilder json = new StringBuilder(",\"conf\":{");
        text(json, "id", answer.id());
        text(json, "scope", answer.scope());
        json.append("\"offset\":").append(answer.offset()).append(',');
        text(json, "status", answer.status().word());
        text(json, "reason", answer.reason());
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    private static void text(StringBuilder json, String name, String value) {
        if (value == null) {
            return;
        }
        json.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append("\",");
    }
}
