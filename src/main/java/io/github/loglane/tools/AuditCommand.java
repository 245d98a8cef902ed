package io.github.loglane.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: whether anything is lost, from Kafka alone. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Proves from Kafka alone whether records were lost or reordered.",
            "",
            "Reads the topic once, without a consumer group, from its beginning to the end it has now.",
            "Each process numbers its records from 1 within an epoch and declares what it dropped; a",
            "number that is neither there nor declared is missing. Numbers that retention may have",
            "removed are expired; an epoch without its end record is open, and is judged as far as seen.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete, or open with nothing missing so far",
            "1:missing or reordered records",
            "2:wrong usage",
            "3:not all could be judged, or there was nothing; with --require-end: or an epoch is open",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools audit --bootstrap-servers kafka-1:9092",
            "  loglane-tools audit --topic logs-test --require-end --json > audit.json"
        })
final class AuditCommand implements Callable<Integer>, Connected {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--topic", defaultValue = "logs", description = "The topic to read. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Option(names = "--require-end", description = "Exit code 3 where an epoch is open: for when all has stopped.")
    private boolean requireEnd;

    @Option(
            names = "--settle-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "Where a number is not there but may be on its way: how long to wait for it before it",
                "is missing. With 0 it is unknown. Default: ${DEFAULT-VALUE}."
            })
    private int settleSeconds;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException {
        if (settleSeconds < 0) {
            throw new UsageFailure("expecting: --settle-seconds of at least 0, found: " + settleSeconds);
        }
        TerminalProgress progress =
                TerminalProgress.onTerminal(spec.commandLine().getErr());
        AuditReport report =
                Audit.run(connection.clientConfig(), topic, Duration.ofSeconds(settleSeconds), progress::at);
        progress.clear();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            AuditJson.write(report, requireEnd, out);
        } else {
            AuditText.write(report, requireEnd, out);
        }
        out.flush();
        return report.verdict().exitCode(requireEnd);
    }
}
