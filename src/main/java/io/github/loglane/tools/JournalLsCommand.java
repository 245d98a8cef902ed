package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.journal.JournalFiles;
import io.github.loglane.journal.JournalHeader;
import io.github.loglane.journal.JournalOwner;
import io.github.loglane.journal.JournalPending;
import io.github.loglane.journal.JournalView;
import io.github.loglane.journal.OldestRecord;
import io.github.loglane.journal.RecordId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code journal ls}: which journals there are, whose they are, and what is pending in them. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows the journals of a directory: who holds them, and what is pending in them.",
            "",
            "The owner is alive, gone, or unknown: where the system does not tell, which it does on",
            "Linux only; from within a container, of processes outside of it; on a network file system.",
            "Pending is what Kafka has not acknowledged; a live journal moves on while it is counted.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "4:not done: no such directory, not allowed, ..."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools journal ls /var/lib/orders/journal",
            "  loglane-tools journal ls --json /var/lib/orders/journal"
        })
final class JournalLsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalTarget target;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** One file; {@code header} and {@code pending} are {@code null} where {@code note} says why. */
    private record Row(JournalFiles.Entry entry, JournalHeader header, JournalPending pending, String note) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        target.forEach(new JournalTarget.Visitor() {
            @Override
            public void journal(JournalFiles.Entry entry, JournalView view) throws IOException {
                rows.add(new Row(entry, view.header(), view.pending(), note(entry.role())));
            }

            @Override
            public void unreadable(JournalFiles.Entry entry, JournalTarget.Unreadable why) {
                rows.add(new Row(entry, null, null, why.reason()));
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            writeJson(rows, out);
        } else {
            writeText(rows, out);
        }
        out.flush();
        return 0;
    }

    static String note(JournalFiles.Role role) {
        return switch (role) {
            case SLOT -> "";
            case SET_ASIDE -> "set aside as damaged; what was sound in it went on in the slot";
            case UNFINISHED -> "what is sound in the damaged journal beside it is being saved into it";
        };
    }

    private static void writeText(List<Row> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            out.println("no journals");
            return;
        }
        TextTable table = new TextTable(
                "FILE", "OWNER", "PID", "HOST", "TOPIC", "EPOCH", "SIZE", "PENDING", "RECORDS", "OLDEST", "NOTE");
        for (Row row : rows) {
            JournalHeader header = row.header();
            JournalPending pending = row.pending();
            boolean isRead = header != null;
            table.row(
                    row.entry().path().getFileName(),
                    AuditText.word(row.entry().owner().state()),
                    isAlive(row) ? row.entry().owner().pid() : null,
                    isRead ? orNull(header.hostname()) : null,
                    isRead ? header.topic() : null,
                    isRead ? epoch(header) : null,
                    isRead ? header.capacityBytes() : null,
                    isRead ? pending.bytes() : null,
                    isRead ? pending.records() : null,
                    isRead ? oldest(pending) : null,
                    row.note());
        }
        table.print(out);
    }

    private static boolean isAlive(Row row) {
        return row.entry().owner().state() == JournalOwner.State.ALIVE;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String epoch(JournalHeader header) {
        return header.epoch() == 0 ? null : RecordId.epochText(header.epoch());
    }

    private static Instant oldest(JournalPending pending) {
        return pending.oldestMs() == OldestRecord.NONE ? null : Instant.ofEpochMilli(pending.oldestMs());
    }

    private static void writeJson(List<Row> rows, PrintWriter out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (JsonGenerator json = factory.createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart("journals");
            for (Row row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", row.entry().path().toString());
        json.writeStringField("role", AuditText.word(row.entry().role()));
        json.writeStringField("owner", AuditText.word(row.entry().owner().state()));
        if (isAlive(row)) {
            json.writeNumberField("ownerPid", row.entry().owner().pid());
        }
        writeText(json, "note", orNull(row.note()));
        if (row.header() != null) {
            write(json, row.header());
            write(json, row.pending());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, JournalHeader header) throws IOException {
        json.writeStringField("topic", header.topic());
        json.writeStringField("bootstrapServers", header.target());
        writeText(json, "clusterId", orNull(header.clusterId()));
        json.writeNumberField("capacityBytes", header.capacityBytes());
        writeText(json, "created", Instant.ofEpochMilli(header.createdMs()));
        if (header.epoch() != 0) {
            json.writeStringField("epoch", epoch(header));
            writeText(json, "hostname", orNull(header.hostname()));
            json.writeNumberField("pid", header.pid());
            writeText(json, "opened", Instant.ofEpochMilli(header.startedMs()));
            json.writeBooleanField("closed", header.isClosed());
        }
    }

    private static void write(JsonGenerator json, JournalPending pending) throws IOException {
        json.writeNumberField("commitPosition", pending.commitPosition());
        json.writeNumberField("endPosition", pending.endPosition());
        json.writeNumberField("pendingBytes", pending.bytes());
        json.writeNumberField("pendingRecords", pending.records());
        writeText(json, "oldest", oldest(pending));
    }

    private static void writeText(JsonGenerator json, String name, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
