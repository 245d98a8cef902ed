package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conf get}: what is set. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows the settings in the topic: whom for, who set them, what for, since when, for how long.",
            "",
            "Records that processes do not take are named with the reason. Long values are cut; --json",
            "shows all of them.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "4:not done: no broker, no such topic, not allowed, ..."},
        footerHeading = "%nExample:%n",
        footer = "  loglane-tools conf get --bootstrap-servers kafka-1:9092")
final class ConfGetCommand implements Callable<Integer>, Connected {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--conf-topic",
            defaultValue = "conf",
            description = "The topic for settings. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(names = "--all", description = "Shows expired settings too.")
    private boolean all;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException {
        List<ConfRow> rows = ConfTopic.read(connection, topic);
        Instant now = Instant.now();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            writeJson(rows, now, out);
        } else {
            ConfText.write(rows, all, now, out);
        }
        out.flush();
        return 0;
    }

    private void writeJson(List<ConfRow> rows, Instant now, PrintWriter out) throws IOException {
        try (JsonGenerator generator = ConfJson.pretty(out)) {
            generator.writeStartObject();
            generator.writeStringField("topic", topic);
            generator.writeArrayFieldStart("settings");
            for (ConfRow row : rows) {
                if (all || !row.isExpired(now)) {
                    ConfJson.write(generator, row, now);
                }
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        out.println();
    }
}
