package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.journal.RecordId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A publication for programs: one JSON object, at the end. Members may be added; those there are keep name and meaning. */
final class SendJson implements SendScreen {

    private final PrintWriter out;
    private final ConfSendOptions options;
    private final List<Published> messages = new ArrayList<>();

    /** @param offset -1 where it was not published */
    private record Published(ConfMessage message, long offset) {}

    SendJson(PrintWriter out, ConfSendOptions options) {
        this.out = out;
        this.options = options;
    }

    @Override
    public void wouldPublish(ConfMessage message) {
        messages.add(new Published(message, -1));
    }

    @Override
    public void published(ConfMessage message, long offset) {
        messages.add(new Published(message, offset));
    }

    @Override
    public void waiting(Fleet fleet) {
        // told at the end
    }

    @Override
    public void answered(Fleet fleet, Instance instance) {
        // told at the end
    }

    @Override
    public void done(Fleet fleet) throws IOException {
        try (JsonGenerator json = ConfJson.pretty(out)) {
            json.writeStartObject();
            json.writeStringField("topic", options.confTopic());
            json.writeBooleanField("dryRun", options.isDryRun());
            json.writeArrayFieldStart("records");
            for (Published published : messages) {
                writeRecord(json, published);
            }
            json.writeEndArray();
            if (fleet != null) {
                writeAnswers(json, fleet);
            }
            json.writeEndObject();
        }
        out.println();
        out.flush();
    }

    private static void writeRecord(JsonGenerator json, Published published) throws IOException {
        ConfMessage message = published.message();
        json.writeStartObject();
        json.writeStringField("key", message.key().toString());
        if (published.offset() >= 0) {
            json.writeNumberField("offset", published.offset());
        }
        json.writeFieldName("value");
        ConfJson.copy(message.value(), json);
        json.writeEndObject();
    }

    private void writeAnswers(JsonGenerator json, Fleet fleet) throws IOException {
        Fleet.Tally tally = fleet.tally();
        json.writeObjectFieldStart("answers");
        json.writeStringField("topic", options.logsTopic());
        json.writeNumberField("waitMs", options.answerTimeout().toMillis());
        json.writeNumberField("seenWithinMs", LogsFeed.LATELY.toMillis());
        json.writeNumberField("expected", tally.expected());
        json.writeNumberField("answered", tally.answered());
        json.writeNumberField("applied", tally.applied());
        json.writeNumberField("rejected", tally.rejected());
        json.writeNumberField("expired", tally.expired());
        json.writeNumberField("silent", tally.silent());
        json.writeNumberField("ended", tally.ended());
        json.writeNumberField("others", tally.others());
        json.writeNumberField("unplaced", tally.unplaced());
        json.writeArrayFieldStart("instances");
        for (Instance instance : fleet.instances()) {
            writeInstance(json, instance);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeInstance(JsonGenerator json, Instance instance) throws IOException {
        json.writeStartObject();
        ConfJson.text(json, "hostname", instance.hostname());
        ConfJson.text(json, "service", instance.service());
        ConfJson.text(json, "workerId", instance.worker());
        json.writeStringField("epoch", RecordId.epochText(instance.epoch));
        json.writeBooleanField("expected", instance.isExpected());
        json.writeStringField("answer", SendText.word(instance));
        ConfJson.text(json, "reason", instance.reason());
        json.writeStringField(
                "lastSeen", Instant.ofEpochMilli(instance.lastSeenMs()).toString());
        json.writeEndObject();
    }
}
