package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.conf.ConfAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conf watch}: changes and answers as they come. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows each change in conf and each answer in logs, a line for each, until Ctrl-C.",
            "",
            "Both are read side by side: a change may be shown behind answers to it, and with --from",
            "beginning often is. The offset in conf says what belongs together.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nobody reads what is printed any more",
            "2:wrong usage",
            "4:not done: no broker, no such topic, not allowed, ...",
            "130:Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools conf watch --bootstrap-servers kafka-1:9092",
            "  What was there (reads all of logs) and what comes, as JSON, an object on each line:",
            "    loglane-tools conf watch --from beginning --json"
        })
final class ConfWatchCommand implements Callable<Integer>, Connected, ConfFollower.Listener {

    /** Where reading begins. */
    enum From {
        beginning,
        now
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private TopicsCommand.Names names;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "now",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private From from;

    @Option(names = "--json", description = "Prints a JSON object on each line.")
    private boolean json;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException {
        try (ConfFollower follower = new ConfFollower(connection, names)) {
            StopSignal.during(() -> follower.follow(from == From.beginning, this), follower::stop);
        }
        return 0;
    }

    @Override
    public void following() {
        PrintWriter err = spec.commandLine().getErr();
        err.println("watching " + names.conf + " and " + names.logs + ", Ctrl-C ends it");
        err.flush();
    }

    @Override
    public void changed(ConfRow row, long timestampMs) throws IOException {
        if (!json) {
            line(timestampMs, ConfText.line(row, Instant.now()));
            return;
        }
        object("change", timestampMs, generator -> ConfJson.write(generator, row, Instant.now()));
    }

    @Override
    public void answered(ConfAnswer answer, Instance by, long timestampMs) throws IOException {
        if (!json) {
            line(timestampMs, ConfText.line(answer, by));
            return;
        }
        object("answer", timestampMs, generator -> ConfJson.write(generator, answer, by));
    }

    private void line(long timestampMs, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Instant.ofEpochMilli(timestampMs).truncatedTo(ChronoUnit.SECONDS) + "  " + text);
        out.flush();
    }

    private void object(String name, long timestampMs, Member member) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (JsonGenerator generator = ConfJson.compact(out)) {
            generator.writeStartObject();
            generator.writeStringField("time", Instant.ofEpochMilli(timestampMs).toString());
            generator.writeFieldName(name);
            member.write(generator);
            generator.writeEndObject();
        }
        out.println();
        out.flush();
    }

    @Override
    public boolean isListening() {
        return !spec.commandLine().getOut().checkError();
    }

    /** Writes one value. */
    private interface Member {
        void write(JsonGenerator json) throws IOException;
    }
}
