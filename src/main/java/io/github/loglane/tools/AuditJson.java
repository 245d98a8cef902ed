package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Reordering;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;

/** An audit for programs: one JSON object. Members may be added; those there are keep name and meaning. */
final class AuditJson {

    private final JsonGenerator json;

    private AuditJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(AuditReport report, boolean requireEnd, PrintWriter out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (JsonGenerator json = factory.createGenerator(out).useDefaultPrettyPrinter()) {
            new AuditJson(json).write(report, requireEnd);
        }
        out.println();
    }

    private void write(AuditReport report, boolean requireEnd) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", report.topic());
        json.writeStringField("verdict", report.verdict().word());
        json.writeNumberField("exitCode", report.verdict().exitCode(requireEnd));
        writeTotals(report);
        json.writeArrayFieldStart("partitions");
        for (PartitionAudit partition : report.partitions()) {
            write(partition);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("epochs");
        for (EpochAudit epoch : report.epochs()) {
            write(epoch);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeTotals(AuditReport report) throws IOException {
        json.writeObjectFieldStart("totals");
        json.writeNumberField("epochs", report.epochs().size());
        json.writeNumberField("delivered", report.total(e -> e.seqs().delivered()));
        json.writeNumberField("declared", report.total(e -> e.seqs().declared()));
        json.writeNumberField("missing", report.total(e -> e.seqs().missing()));
        json.writeNumberField("expired", report.total(e -> e.seqs().expired()));
        json.writeNumberField("unknown", report.total(e -> e.seqs().unknown()));
        json.writeNumberField("duplicates", report.total(e -> e.records().duplicates()));
        json.writeNumberField("reordered", report.total(e -> e.records().reordered()));
        json.writeNumberField("foreign", report.foreign());
        json.writeEndObject();
    }

    private void write(PartitionAudit partition) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition.partition());
        json.writeNumberField("logStart", partition.logStart());
        json.writeNumberField("endOffset", partition.endOffset());
        json.writeNumberField("records", partition.records());
        json.writeNumberField("foreign", partition.foreign());
        json.writeEndObject();
    }

    private void write(EpochAudit epoch) throws IOException {
        json.writeStartObject();
        json.writeStringField("epoch", epoch.epoch());
        json.writeStringField("verdict", epoch.verdict().word());
        json.writeStringField("state", AuditText.word(epoch.state()));
        writeText("adoptedBy", epoch.adoptedBy());
        writeText("hostname", epoch.origin().hostname());
        writeText("service", epoch.origin().service());
        writeText("workerId", epoch.origin().worker());
        writeText("begun", epoch.origin().begun());
        writeText("newest", Instant.ofEpochMilli(epoch.newestMs()));
        json.writeNumberField("firstSeq", epoch.firstSeq());
        json.writeNumberField("lastSeq", epoch.lastSeq());
        json.writeNumberField("delivered", epoch.seqs().delivered());
        json.writeNumberField("declared", epoch.seqs().declared());
        json.writeNumberField("missing", epoch.seqs().missing());
        json.writeNumberField("expired", epoch.seqs().expired());
        json.writeNumberField("unknown", epoch.seqs().unknown());
        json.writeObjectFieldStart("declaredByCause");
        for (Map.Entry<String, Long> cause : epoch.declaredByCause().entrySet()) {
            json.writeNumberField(cause.getKey(), cause.getValue());
        }
        json.writeEndObject();
        writeRecords(epoch);
        writeHoles(epoch);
        writeReorderings(epoch);
        json.writeEndObject();
    }

    private void writeText(String name, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    private void writeRecords(EpochAudit epoch) throws IOException {
        json.writeNumberField("records", epoch.records().read());
        json.writeNumberField("duplicates", epoch.records().duplicates());
        json.writeNumberField("stubs", epoch.records().stubs());
        json.writeNumberField("reordered", epoch.records().reordered());
        json.writeNumberField("orderUnjudged", epoch.records().orderUnjudged());
        json.writeNumberField("unsoundGaps", epoch.oddities().unsoundGaps());
        json.writeNumberField("declaredTwice", epoch.oddities().declaredTwice());
        json.writeNumberField("declaredButDelivered", epoch.oddities().declaredButDelivered());
        json.writeNumberField("afterEnd", epoch.oddities().afterEnd());
    }

    private void writeHoles(EpochAudit epoch) throws IOException {
        json.writeArrayFieldStart("holes");
        for (Hole hole : epoch.holes()) {
            json.writeStartObject();
            json.writeNumberField("from", hole.from());
            json.writeNumberField("to", hole.to());
            json.writeStringField("judgement", AuditText.word(hole.judgement()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeReorderings(EpochAudit epoch) throws IOException {
        json.writeArrayFieldStart("reorderings");
        for (Reordering late : epoch.reorderings()) {
            json.writeStartObject();
            writeText("workerId", late.worker());
            json.writeNumberField("partition", late.partition());
            json.writeNumberField("offset", late.offset());
            json.writeNumberField("seq", late.seq());
            json.writeNumberField("overtakenBy", late.overtakenBy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
