package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.loglane.conf.ConfAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds the answers to records of {@code conf} among the records of {@code logs}. */
final class AnswerRecord {

    private static final String LOGGER = "loglane.conf";
    private static final byte[] MARK = ('"' + LOGGER + '"').getBytes(StandardCharsets.UTF_8);
    private static final JsonFactory JSON = new JsonFactory();

    private String logger;
    private String worker = "";
    private String id;
    private String scope;
    private long offset = -1;
    private ConfAnswer.Status status;
    private String reason;

    private AnswerRecord() {}

    /** The answer that {@code record} is, or {@code null}. */
    static ConfAnswer read(RecordView record) {
        ByteBuffer value = record.value();
        if (record.role() != RecordView.Role.EVENT || value == null || !contains(value, MARK)) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return read(bytes);
    }

    private static ConfAnswer read(byte[] value) {
        AnswerRecord read = new AnswerRecord();
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                read.members(json);
            }
        } catch (IOException notJson) {
            // the application's own layout, with our logger's name somewhere in its text
            return null;
        }
        boolean isAnswer = LOGGER.equals(read.logger) && read.offset >= 0 && read.status != null;
        return isAnswer
                ? new ConfAnswer(read.id, read.scope, read.offset, read.status, read.reason, read.worker)
                : null;
    }

    private void members(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("conf") && token == JsonToken.START_OBJECT) {
                answer(json);
            } else if (token.isStructStart()) {
                json.skipChildren();
            } else if (name.equals("logger")) {
                logger = json.getValueAsString();
            } else if (name.equals("workerId")) {
                worker = json.getValueAsString();
            }
        }
    }

    private void answer(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = json.getValueAsString();
                case "scope" -> scope = json.getValueAsString();
                case "offset" -> offset = json.getValueAsLong(-1);
                case "status" -> status = status(json.getValueAsString());
                case "reason" -> reason = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
    }

    private static ConfAnswer.Status status(String word) {
        for (ConfAnswer.Status known : ConfAnswer.Status.values()) {
            if (known.word().equals(word)) {
                return known;
            }
        }
        return null;
    }

    /** A look that costs less than parsing: nearly all records are no answers. */
    private static boolean contains(ByteBuffer value, byte[] wanted) {
        int last = value.limit() - wanted.length;
        for (int start = value.position(); start <= last; start++) {
            int matched = 0;
            while (matched < wanted.length && value.get(start + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
