package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.loglane.journal.Gap;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordId;
import io.github.loglane.status.DropCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A journal's record as a line of JSON. */
final class RecordJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JournalRecord item;
    private final JsonGenerator json;

    private RecordJson(JournalRecord item, JsonGenerator json) {
        this.item = item;
        this.json = json;
    }

    /** One object in UTF-8, and a line feed. */
    static byte[] line(JournalRecord item) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(item.bodyBytes() + 256);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            new RecordJson(item, json).write();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("id", new RecordId(item.epoch(), item.seq()).toString());
        json.writeStringField("epoch", RecordId.epochText(item.epoch()));
        json.writeNumberField("seq", item.seq());
        json.writeNumberField("position", item.position());
        json.writeStringField("kind", AuditText.word(item.kind()));
        if (item.hasWorkerNumber()) {
            json.writeNumberField("workerId", item.worker());
        } else if (item.hasWorkerText()) {
            json.writeStringField("workerId", new String(item.workerText(), StandardCharsets.UTF_8));
        }
        json.writeStringField(
                "timestamp", Instant.ofEpochMilli(item.timestampMs()).toString());
        if (item.gap() != null) {
            writeGap("gap", item.gap());
        }
        writeBody();
        json.writeEndObject();
    }

    private void writeGap(String name, Gap gap) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("from", gap.from());
        json.writeNumberField("to", gap.to());
        json.writeObjectFieldStart("byCause");
        for (DropCause cause : DropCause.values()) {
            if (gap.count(cause) > 0) {
                json.writeNumberField(cause.word(), gap.count(cause));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeBody() throws IOException {
        byte[] body = new byte[item.bodyBytes()];
        item.copyBody(body, 0, body.length);
        String text = text(body);
        if (text == null) {
            json.writeBinaryField("bodyBase64", body);
        } else if (isObject(text)) {
            writeObject(text);
        } else {
            json.writeStringField("body", text);
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private static boolean isObject(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            // a body that breaks off ends without an exception here
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException noJson) {
            return false;
        }
    }

    /** As it stands, so that no number changes its form; a line break can only be white space between its tokens. */
    private void writeObject(String text) throws IOException {
        String oneLine = text.replace('\n', ' ').replace('\r', ' ').strip();
        json.writeFieldName("body");
        if (!item.isStamped()) {
            json.writeRawValue(oneLine);
            return;
        }
        String open = oneLine.substring(0, oneLine.length() - 1).stripTrailing();
        json.writeRawValue(open + (open.endsWith("{") && open.length() == 1 ? "" : ",") + stamp() + "}");
    }

    /** What the shipper adds to the object on its way to Kafka. */
    private String stamp() {
        StringBuilder stamp = new StringBuilder(64)
                .append("\"epoch\":\"")
                .append(RecordId.epochText(item.epoch()))
                .append("\",\"seq\":")
                .append(item.seq());
        if (item.kind().word() != null) {
            stamp.append(",\"kind\":\"").append(item.kind().word()).append('"');
        }
        Gap gap = item.gap();
        if (gap != null) {
            stamp.append(",\"dropped\":{\"from\":").append(gap.from());
            stamp.append(",\"to\":").append(gap.to()).append(",\"byCause\":{").append(causes(gap));
            stamp.append("}}");
        }
        return stamp.toString();
    }

    private static String causes(Gap gap) {
        StringBuilder causes = new StringBuilder(32);
        for (DropCause cause : DropCause.values()) {
            if (gap.count(cause) > 0) {
                causes.append(causes.length() == 0 ? "\"" : ",\"").append(cause.word());
                causes.append("\":").append(gap.count(cause));
            }
        }
        return causes.toString();
    }
}
