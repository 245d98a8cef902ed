package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfSetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/** Records of {@code conf} and answers as JSON. Members may be added; those there are keep name and meaning. */
final class ConfJson {

    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private ConfJson() {}

    static JsonGenerator pretty(PrintWriter out) throws IOException {
        return JSON.createGenerator(out).useDefaultPrettyPrinter();
    }

    /** For one object on each line. */
    static JsonGenerator compact(PrintWriter out) throws IOException {
        return JSON.createGenerator(out);
    }

    /** Writes the JSON text {@code value} in the form of {@code json}; {@code null} as JSON's null. */
    static void copy(String value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        try (JsonParser parser = JSON.createParser(value)) {
            parser.nextToken();
            json.copyCurrentStructureExact(parser);
        }
    }

    /** {@code value} in one line without space. */
    static String oneLine(String value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            copy(value, json);
        }
        return text.toString();
    }

    static void text(JsonGenerator json, String name, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    /** One record: a setting with its value, a reset with {@code null} as value, or a rejected one with the reason. */
    static void write(JsonGenerator json, ConfRow row, Instant now) throws IOException {
        json.writeStartObject();
        json.writeNumberField("offset", row.offset());
        json.writeStringField("key", row.keyText());
        if (row.key() != null) {
            json.writeStringField("scope", row.key().scope().toString());
            json.writeStringField("kind", row.key().kind().word());
            json.writeStringField("name", row.key().name());
        }
        json.writeStringField("state", ConfText.state(row, now));
        text(json, "reason", row.rejection());
        if (row.setting() != null) {
            write(json, row.setting());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ConfSetting setting) throws IOException {
        json.writeFieldName("value");
        copy(setting.json(), json);
        json.writeStringField("id", setting.id());
        text(json, "at", setting.at());
        text(json, "by", setting.by());
        text(json, "why", setting.why());
        text(json, "expiresAt", setting.expiresAt());
    }

    static void write(JsonGenerator json, ConfAnswer answer, Instance from) throws IOException {
        json.writeStartObject();
        text(json, "hostname", from.hostname());
        text(json, "service", from.service());
        text(json, "workerId", answer.worker().isEmpty() ? null : answer.worker());
        json.writeNumberField("offset", answer.offset());
        text(json, "id", answer.id());
        text(json, "scope", answer.scope());
        json.writeStringField("status", answer.status().word());
        text(json, "reason", answer.reason());
        json.writeEndObject();
    }
}
