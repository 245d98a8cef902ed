package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.journal.RecordId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who logged, as JSON. Members may be added; those there are keep name and meaning. */
final class ActivityJson {

    private ActivityJson() {}

    static void write(List<Activity> all, Instant from, Instant now, PrintWriter out) throws IOException {
        try (JsonGenerator json = ConfJson.pretty(out)) {
            json.writeStartObject();
            json.writeStringField("from", from.toString());
            json.writeStringField("to", now.toString());
            json.writeArrayFieldStart("instances");
            for (Activity activity : all) {
                write(json, activity, from, now);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void write(JsonGenerator json, Activity activity, Instant from, Instant now) throws IOException {
        json.writeStartObject();
        ConfJson.text(json, "hostname", activity.hostname());
        ConfJson.text(json, "service", activity.service());
        ConfJson.text(json, "worker", activity.worker());
        json.writeStringField("epoch", RecordId.epochText(activity.epoch));
        ConfJson.text(json, "begun", activity.begun());
        json.writeStringField(
                "lastSeen", Instant.ofEpochMilli(activity.lastSeenMs()).toString());
        json.writeNumberField("events", activity.events());
        json.writeNumberField("eventsPerSecond", activity.eventsPerSecond(from, now));
        json.writeNumberField("lastSeq", activity.lastSeq());
        json.writeNumberField("dropped", activity.dropped());
        json.writeObjectFieldStart("droppedByCause");
        for (Map.Entry<String, Long> cause : activity.droppedByCause().entrySet()) {
            json.writeNumberField(cause.getKey(), cause.getValue());
        }
        json.writeEndObject();
        json.writeStringField("state", AuditText.word(activity.state()));
        json.writeEndObject();
    }
}
